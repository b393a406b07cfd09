import Testing
import YindeCIFF

@Suite struct CIFFTests {
  private struct File: Equatable {
    var header = CIFFHeader()
    var lists: [CIFFPostings] = []
    var documents: [CIFFDocument] = []

    var bytes: [UInt8] {
      var bytes: [UInt8] = []
      CIFFWriter.append(header, to: &bytes)
      for list in lists { CIFFWriter.append(list, to: &bytes) }
      for document in documents { CIFFWriter.append(document, to: &bytes) }
      return bytes
    }

    init() {}

    init(reading bytes: [UInt8]) throws(CIFFError) {
      var reader = try CIFFReader(bytes)
      header = reader.header
      while let list = try reader.nextPostings() { lists.append(list) }
      while let document = try reader.nextDocument() { documents.append(document) }
    }

    /// Two documents and two terms.
    static var sample: File {
      var file = File()
      file.header.postingsLists = 2
      file.header.documents = 2
      file.header.totalPostingsLists = 2
      file.header.totalDocuments = 2
      file.header.totalTerms = 5
      file.header.averageDocumentLength = 2.5
      file.header.description = "样"
      file.lists = [
        CIFFPostings(term: "ab", documents: [0, 1], frequencies: [1, 3]),
        CIFFPostings(term: "商汤", documents: [1], frequencies: [1]),
      ]
      file.documents = [
        CIFFDocument(number: 0, name: "p0", length: 1),
        CIFFDocument(number: 1, name: "页/1.html", length: 4),
      ]
      return file
    }
  }

  /// The bytes that Google's Python library (protobuf 7.36) writes for the same messages, with the definition that
  /// osirrc/ciff publishes.
  @Test func bytesOfAnotherWriter() {
    let expected =
      "1a0801100218022002280230053900000000000004404203e6a0b7120a0261621002180422021001"
      + "220408011003120a06e59586e6b1a41001180122040801100106120270301801100801120ae9a1b5"
      + "2f312e68746d6c1804"
    let hex = File.sample.bytes.map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
    #expect(hex == expected)
  }

  @Test func randomFilesReadBack() throws {
    let seed = UInt64.random(in: .min ... .max)
    print("randomFilesReadBack: seed \(seed)")
    var state = seed
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<200 {
      var file = File()
      let documents = 1 + next(300)
      for term in 0..<next(20) {
        var list = CIFFPostings(term: "t\(term)")
        for document in 0..<documents where next(3) == 0 {
          list.documents.append(UInt32(document))
          list.frequencies.append(UInt32(1 + next(next(5) == 0 ? 1 << 30 : 10)))
        }
        list.collectionFrequency = list.frequencies.reduce(0) { $0 + Int($1) }
        file.lists.append(list)
      }
      for number in 0..<documents {
        file.documents.append(
          CIFFDocument(
            number: number, name: String(repeating: "名", count: next(60)), length: next(1 << 31)))
      }
      file.header.postingsLists = file.lists.count
      file.header.documents = documents
      file.header.totalDocuments = documents + next(5)
      file.header.totalTerms = next(1 << 40)
      file.header.averageDocumentLength = Double(next(1000)) / 7
      #expect(try File(reading: file.bytes) == file)
    }
  }

  @Test func brokenFilesAreRefused() {
    func expect(_ message: String, _ change: (inout File) -> Void) {
      var file = File.sample
      change(&file)
      let error = #expect(throws: CIFFError.self) { _ = try File(reading: file.bytes) }
      #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }
    expect("version 2") { $0.header.version = 2 }
    expect("below 0") { $0.header.documents = -1 }
    expect("ends where a document record") { $0.header.documents = 3 }
    expect("follows the last record") { $0.documents.append($0.documents[1]) }
    expect("in document 7") { $0.lists[0].documents[1] = 7 }
    expect("does not come after") { $0.lists[0].documents[1] = 0 }
    expect("frequency of 0") { $0.lists[1].frequencies[0] = 0 }
    expect("promises 1 postings") { $0.lists[1].collectionFrequency = 9 }
    expect("of document 5") { $0.documents[1].number = 5 }
    expect("length -3") { $0.documents[1].length = -3 }
    #expect(throws: CIFFError.self) { _ = try File(reading: []) }
    #expect(throws: CIFFError.self) { _ = try File(reading: Array("<html>".utf8)) }
  }

  @Test func cutAndDamagedFilesDoNotTrap() {
    let whole = File.sample.bytes
    for end in whole.indices {
      #expect(throws: CIFFError.self) { _ = try File(reading: Array(whole[..<end])) }
    }
    for place in whole.indices {
      for value in UInt8.min...UInt8.max {
        var bytes = whole
        bytes[place] = value
        _ = try? File(reading: bytes)
      }
    }
  }
}
