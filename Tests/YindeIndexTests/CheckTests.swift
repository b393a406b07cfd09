import Testing
import YindeAnalysis

@testable import YindeIndex

/// Each kind of damage is found by the check, in the section where it is, although all checksums are right.
@Suite(.serialized) struct CheckTests {
  private let built: BuiltIndex
  private let folder = TestFolder()

  init() throws {
    // 中国 is in more than a block of documents, with frequencies; 的国 in a few; 汤 and once are in one.
    let documents = (0..<200).map { number in
      var document = SourceDocument(
        path: "pages/\(number).html",
        [
          (.title, "标题\(number % 7)"), (.body, number % 3 == 0 ? "中国中国 word\(number)" : "中国 other"),
          (.furniture, number % 50 == 0 ? "的国" : "首页"),
        ])
      document.date = Int32(19_000 + number)
      document.contentHash = UInt64(number) + 1
      // The first hundred are in a container.
      document.file = .init(
        container: number < 100 ? Array("pages".utf8) : [], stamp: UInt64(number / 100) + 7)
      return document
    }
    built = try BuiltIndex(documents + [SourceDocument(path: "z", [(.body, "一次汤 once")])])
    built.expectSound()
  }

  private func report(_ damage: Damage, threads: Int = 2) throws -> CheckReport {
    let path = folder.file("damaged.yinde")
    TestFolder.write(damage.sealed, to: path)
    return try IndexFile(path: path).check(deep: true, threads: threads)
  }

  /// Expects a problem in the section whose message has the words.
  private func expectFound(
    _ name: String, _ section: SectionID, _ words: String,
    sourceLocation: SourceLocation = #_sourceLocation, _ alter: (inout Damage) -> Void
  ) throws {
    var damage = Damage(built.bytes)
    alter(&damage)
    #expect(damage.bytes != built.bytes, "\(name) alters nothing", sourceLocation: sourceLocation)
    let problems = try report(damage).problems
    #expect(
      problems.contains { $0.section == section.name && $0.message.contains(words) },
      "\(name): \(problems.prefix(3))", sourceLocation: sourceLocation)
    // Where: a byte of the file, but for what is not there.
    #expect(
      words == "is missing" || problems.allSatisfy { $0.offset != nil },
      "\(name): \(problems.prefix(3))", sourceLocation: sourceLocation)
  }

  private func info(_ text: String) -> TermInfo {
    let scalars = text.unicodeScalars.map(\.value)
    let term: Term =
      scalars[0] > 0x2E80
      ? .gram(first: scalars[0], second: scalars.count > 1 ? scalars[1] : 0)
      : .word(Array(text.utf8))
    return built.index.lookup(term)!
  }

  /// A term's postings.
  private func postings(_ info: TermInfo) -> (documents: [UInt32], frequencies: [UInt32]) {
    let scorer = TermScorer(
      weight: 0, model: BM25(k1: 1, b: 0, index: built.index), index: built.index)
    var cursor = PostingCursor(info, index: built.index, scorer: scorer)
    var found: (documents: [UInt32], frequencies: [UInt32]) = ([], [])
    cursor.seek(0)
    while cursor.document != PostingCursor.endOfList {
      found.documents.append(UInt32(cursor.document))
      found.frequencies.append(cursor.frequency)
      cursor.advance()
    }
    return found
  }

  private func encode(_ documents: [UInt32], _ frequencies: [UInt32]) -> [UInt8] {
    PostingList.encode(
      documents: documents, frequencies: frequencies,
      lengths: documents.map { built.index.length(at: Int($0)) })
  }

  /// Whether the highest bit of the list's last byte is a filling: whether it can be set and the postings stay the same.
  private func endsInsideAByte(_ info: TermInfo) -> Bool {
    let (documents, frequencies) = postings(info)
    var bytes = encode(documents, frequencies)
    guard documents.count < PostingBlock.size, let last = bytes.last, last < 0x80 else {
      return false
    }
    bytes[bytes.count - 1] = last | 0x80
    let found = bytes.withByteView {
      PostingList.decode($0, count: documents.count, documentCount: built.index.documentCount)
    }
    return found.documents == documents && found.frequencies == frequencies
  }

  @Test func postings() throws {
    let short = info("的国")
    let (documents, frequencies) = postings(short)
    #expect(documents == [0, 50, 100, 150] && frequencies == [0, 0, 0, 0])
    try expectFound("another document", .postings, "的国 in documents 0 to") {
      $0.replaceList(short, with: encode([0, 51, 100, 150], frequencies))
    }
    try expectFound("another frequency", .postings, "的国 in documents") {
      $0.replaceList(short, with: encode(documents, [0, 0, 0, 1]))
    }
    try expectFound("a document that there is not", .postings, "的国") {
      $0.replaceList(short, with: encode([0, 50, 100, 250], frequencies))
    }
    let long = info("中国")
    let all = postings(long)
    #expect(all.documents.count == 200)
    try expectFound("frequencies exchanged", .postings, "中国 in documents") {
      var exchanged = all.frequencies
      exchanged.swapAt(0, 2)
      exchanged.swapAt(1, 3)
      $0.replaceList(long, with: encode(all.documents, exchanged))
    }
    for (name, offset) in [("of the list", 0), ("of a block", 12), ("of the last block", 24)] {
      try expectFound("a maximum \(name)", .postings, "block maximum is wrong") {
        $0.add(1, 1, .postings, long.offset + offset)
      }
    }
    try expectFound("the last document of a block", .postings, "中国") {
      $0.add(1, 4, .postings, long.offset + 4)
    }
    try expectFound("the place of a block", .postings, "中国") {
      $0.add(1, 4, .postings, long.offset + 12 + 8)
    }
    // A list that ends inside a byte.
    let open = try #require((0...6).map { info("\($0)") }.first(where: endsInsideAByte))
    try expectFound("bits after the end", .postings, "is not encoded as") {
      $0.add(0x80, 1, .postings, open.offset + open.length - 1)
    }
  }

  /// The place of an entry in the blocks of words, found by the word's bytes.
  private func place(ofWord word: String, _ damage: Damage) -> Int {
    let section = damage.place(.wordBlocks)
    let bytes = Array(damage.bytes[section.offset..<(section.offset + section.length)])
    let wanted = Array(word.utf8)
    return bytes.indices.first { bytes[$0...].starts(with: wanted) }!
  }

  @Test func dictionary() throws {
    try expectFound("a posting in the dictionary", .postings, "once in documents") {
      // once, entry 0, document 200 as a varint C8 01.
      $0.add(-1, 1, .wordBlocks, place(ofWord: "once", $0) + 5)
    }
    try expectFound(
      "a document of the dictionary that there is not", .gramBlocks, "which there is not"
    ) {
      $0.add(7, 1, .wordBlocks, place(ofWord: "once", $0) + 5)
    }
    try expectFound("words out of order", .wordBlocks, "is not in order") {
      $0.write(UInt64(UInt8(ascii: "z")), 1, .wordBlocks, place(ofWord: "once", $0))
    }
    try expectFound("another word", .postings, "terms are missing from the dictionary") {
      $0.add(1, 1, .wordBlocks, place(ofWord: "once", $0) + 3)
    }
    try expectFound("characters out of order", .characters, "is not in ascending order") {
      $0.swap(4, .characters, 0, 4)
    }
    try expectFound("another character", .postings, "are not those of the text") {
      $0.add(1, 4, .characters, $0.place(.characters).length - 4)
    }
    try expectFound("rows out of order", .gramRows, "is not in ascending order") {
      $0.write(1000, 4, .gramRows, 4)
    }
    try expectFound("a row too short", .gramRows, "ends at block") {
      $0.add(-1, 4, .gramRows, $0.place(.gramRows).length - 4)
    }
    let last = { (damage: Damage, id: SectionID) in damage.place(id).length - 16 }
    try expectFound("lists of grams elsewhere", .gramIndex, "lists of block 0 are at 1 of") {
      $0.add(1, 8, .gramIndex, 8)
    }
    try expectFound("another second character", .postings, "are not those of the text") {
      $0.add(1, 4, .gramIndex, last($0, .gramIndex))
    }
    try expectFound("lists of words elsewhere", .wordIndex, "lists of block 0 are at") {
      $0.add(1, 8, .wordIndex, 8)
    }
  }

  @Test func countsAndColumns() throws {
    let counts: [(String, Int, SectionID, String)] = [
      ("total length", 40, .lengths, "the header says"),
      ("terms", 48, .gramBlocks, "the header says"),
      ("postings", 56, .postings, "the header says"),
    ]
    for (name, offset, section, words) in counts {
      try expectFound(name, section, words) { $0.addToHeader(1, at: offset) }
    }
    try expectFound("a length", .lengths, "add up to") { $0.add(1, 4, .lengths, 12) }
    try expectFound("two lengths", .lengths, "its text gives") {
      $0.add(1, 4, .lengths, 12)
      $0.add(-1, 4, .lengths, 16)
    }
    for id in [SectionID.dates, .contentHashes, .textIndex, .pathIndex, .gramRows] {
      try expectFound("a shorter \(id.name)", id, "bytes instead of") {
        $0.setEntry(id, field: 16, size: 8, UInt64($0.place(id).length - 4))
      }
    }
  }

  @Test func pathsAndTexts() throws {
    try expectFound("a place of paths", .pathIndex, "the paths from document 16 on") {
      $0.add(1, 8, .pathIndex, 8)
    }
    try expectFound("the length of a path", .paths, "takes more than there is") {
      $0.add(-1, 1, .paths, 0)
    }
    try expectFound("more shared than there is", .paths, "takes more than there is") {
      $0.write(0x7F, 1, .paths, 1 + "pages/0.html".utf8.count)
    }
    try expectFound("a place of texts", .textIndex, "the texts from document 32 on") {
      $0.add(1, 8, .textIndex, 8)
    }
    try expectFound("the size of a frame", .textIndex, "the texts from document 32 on") {
      $0.add(1, 1, .text, 0)
    }
    try expectFound("sizes of two frames", .text, "cannot be decoded") {
      $0.add(1, 1, .text, 0)
      $0.add(-1, 1, .text, 1)
    }
    try expectFound("a frame", .text, "(document 0) cannot be decoded") {
      $0.write(0xFFFF, 2, .text, 32)
    }
    try expectFound("the code of characters", .postings, "are not those of the text") {
      $0.swap(4, .characterCode, 4, 16)
    }
    try expectFound("a text for another", .postings, "are not those of the text") { damage in
      // The frames of documents 1 and 2 of which the latter is made the former's, sizes included.
      let sizes = (0..<3).map { Int(damage.read(1, .text, $0)) }
      let start = damage.place(.text).offset + 32 + sizes[0]
      let frames = damage.bytes[start..<(start + sizes[1] + sizes[2])]
      let exchanged = Array(frames.suffix(sizes[2])) + Array(frames.prefix(sizes[1]))
      for (place, byte) in exchanged.enumerated() {
        damage.write(UInt64(byte), 1, .text, 32 + sizes[0] + place)
      }
      damage.swap(1, .text, 1, 2)
    }
  }

  @Test func files() throws {
    #expect(built.index.hasFiles)
    let words = "files do not hold the index's documents"
    try expectFound("a file more", .files, words) { $0.add(1, 8, .files, 0) }
    try expectFound("a file less", .files, words) { $0.add(-1, 8, .files, 0) }
    // After the count and the stamps of the container and 101 pages.
    let records = 8 + 8 * 102
    try expectFound("a document more", .files, words) { $0.add(1, 1, .files, records) }
    try expectFound("a document less", .files, words) { $0.add(-1, 1, .files, records) }
    try expectFound("a longer name", .files, words) { $0.add(1, 1, .files, records + 1) }
    try expectFound("a page that is a container", .files, words) {
      $0.write(1, 1, .files, records + 8)
    }
  }

  @Test func layout() throws {
    for id in [SectionID.postings, .text, .characters, .metadata] {
      try expectFound("no \(id.name)", id, "is missing") { $0.setEntry(id, field: 0, size: 4, 999) }
    }
    try expectFound("a section twice", .lengths, "stands in the table twice") {
      $0.setEntry(.dates, field: 0, size: 4, UInt64(SectionID.lengths.rawValue))
    }
    try expectFound("sections that overlap", .lengths, "overlaps the section before it") {
      let before = $0.place(.lengths)
      $0.setEntry(.metadata, field: 8, size: 8, UInt64(before.offset))
    }
    try expectFound("a filling byte", .metadata, "filling byte after the section table") {
      let table = IndexFormat.headerSize + HostileFile.sectionCount($0.bytes) * 24
      $0.addToHeader(1, at: table)
    }
  }

  /// What no other part of the file tells is guarded by the checksums alone.
  @Test func whatOnlyChecksumsGuard() throws {
    var damage = Damage(built.bytes)
    damage.add(1, 4, .dates, 8)
    #expect(try report(damage).isSound)
    let path = folder.file("unsealed.yinde")
    TestFolder.write(damage.bytes, to: path)
    let problems = try IndexFile(path: path).check(deep: false, threads: 1).problems
    #expect(problems.map(\.section) == ["dates"])
    #expect(problems.first?.message.contains("do not match their checksum") == true)
  }
}
