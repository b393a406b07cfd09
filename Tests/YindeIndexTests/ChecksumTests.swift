import Testing

@testable import YindeIndex

/// CRC-32 finds every damage of one bit and of two, which `check` therefore does.
@Suite struct ChecksumTests {
  /// Every bit of a whole index, one at a time: refused, or not sound.
  @Test func everyBitOfAnIndex() throws {
    let built = try BuiltIndex([
      SourceDocument(path: "a.html", [(.title, "商汤裁员"), (.body, "商汤科技裁员，员工补偿。")]),
      SourceDocument(path: "b.html", [(.body, "AI芯片 GPT-4o")]),
    ])
    built.expectSound()
    var bytes = built.bytes
    let path = built.folder.file("damaged")
    let isFull = Environment.value("YINDE_FULL") == "1"
    var random = SeededRandom(stream: 600)
    for bit in 0..<(bytes.count * 8) {
      guard isFull || random.chance(0.2) else { continue }
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(!isSound(bytes, path), "bit \(bit)")
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    }
  }

  private func isSound(_ bytes: [UInt8], _ path: String) -> Bool {
    TestFolder.write(bytes, to: path)
    guard let index = try? IndexFile(path: path) else { return false }
    return index.check(deep: false, threads: 1).isSound
  }

  /// Two bits at random, near each other or far apart, anywhere in the file.
  @Test func twoBitsOfAnIndex() throws {
    var random = SeededRandom(stream: 601)
    let hostile = try HostileFile(&random)
    var bytes = hostile.sound
    for _ in 0..<(200 * Environment.scale) {
      let first = random.int(0..<(bytes.count * 8))
      let second =
        random.chance(0.5)
        ? min(first + random.int(1...64), bytes.count * 8 - 1) : random.int(0..<(bytes.count * 8))
      guard first != second else { continue }
      for bit in [first, second] { bytes[bit / 8] ^= 1 << UInt8(bit % 8) }
      #expect(hostile.check(bytes) != .opened(isSound: true), "bits \(first) and \(second)")
      for bit in [first, second] { bytes[bit / 8] ^= 1 << UInt8(bit % 8) }
    }
  }

  /// The reason: x has the order 2³² − 1 modulo the polynomial of CRC-32, so that xⁱ + xʲ is divisible by it only when i
  /// and j are so many bits apart. That is 512 MiB less a bit; no two bits nearer than that cancel out.
  @Test func theOrderOfThePolynomial() {
    func multiply(_ first: UInt32, _ second: UInt32) -> UInt32 {
      var product: UInt32 = 0
      var shifted = first
      for bit in 0..<32 {
        if second >> UInt32(bit) & 1 == 1 { product ^= shifted }
        shifted = shifted << 1 ^ (shifted >> 31 == 1 ? 0x04C1_1DB7 : 0)
      }
      return product
    }
    func power(_ exponent: UInt64) -> UInt32 {
      var result: UInt32 = 1
      var square: UInt32 = 2
      for bit in 0..<64 {
        if exponent >> UInt64(bit) & 1 == 1 { result = multiply(result, square) }
        square = multiply(square, square)
      }
      return result
    }
    let order: UInt64 = (1 << 32) - 1
    #expect(power(order) == 1)
    // 2³² − 1 is the product of the Fermat primes; a smaller order would divide it by one of them.
    for prime: UInt64 in [3, 5, 17, 257, 65537] { #expect(power(order / prime) != 1) }
  }
}
