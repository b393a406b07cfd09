import Glibc
import Testing
import YindeAnalysis

@testable import YindeIndex

/// Places beyond 4 GiB and documents beyond 2³¹: files with holes, whose bytes are not there but count.
@Suite struct LargeFileTests {
  private static let postings = 1 << 31
  private static let documents = (1 << 31) + 50_000_000
  private static let text = 5 << 30

  /// An index of more than two thousand million documents: 天地 is in 2³¹ of them, 玄黄 in six. Most are empty.
  private struct File {
    let folder = TestFolder()
    let rare: [UInt32] = [
      7, 99, UInt32(postings) - 2, UInt32(postings), UInt32(postings) + 3, UInt32(documents) - 1,
    ]
    let index: IndexFile

    init() throws {
      let path = folder.file("large.yinde")
      let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      try #require(descriptor >= 0)
      defer { close(descriptor) }
      func put(_ bytes: [UInt8], at offset: Int) {
        let written = unsafe bytes.withUnsafeBytes {
          unsafe pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset))
        }
        precondition(written == bytes.count, "the file cannot be written")
      }

      var header = Header()
      header.fingerprint = Analyzer.fingerprint
      header.documentCount = documents
      header.totalLength = documents
      header.termCount = 2
      header.postingCount = postings + rare.count
      var end = 1 << 12
      func section(_ id: SectionID, _ length: Int, _ bytes: [UInt8] = [], at place: Int = 0) {
        end = (end + 7) / 8 * 8
        header.sections.append(Section(id: id, offset: end, length: length, checksum: 0))
        if !bytes.isEmpty { put(bytes, at: end + place) }
        end += length
      }
      func whole(_ id: SectionID, _ bytes: [UInt8]) { section(id, bytes.count, bytes) }

      // The columns by document, and the text, are holes but for their ends: 16 GiB.
      section(.lengths, documents * 4)
      let groups = (documents + TextSection.groupSize - 1) / TextSection.groupSize
      var place: [UInt8] = []
      place.append(littleEndian: UInt64(text))
      section(.textIndex, groups * 8, place, at: (groups - 1) * 8)
      section(.pathIndex, (documents + 15) / 16 * 8)
      whole(.paths, [1, UInt8(ascii: "p"), 1, 0])
      whole(.metadata, [])
      let code = CharacterCode(counts: [3: 9, 0x7384: 8, 0x9EC4: 7])
      whole(.characterCode, code.encoded())
      whole(.textDictionary, [])
      // The last group: its last document says 玄黄.
      var coded: [UInt8] = []
      let encoder = CharacterCode.Encoder(code)
      for scalar: UInt32 in [3, 0x7384, 0x9EC4] { encoder.encode(scalar, into: &coded) }
      var frame: [UInt8] = []
      let size = TextCompressor(dictionary: [], level: 3).compress(coded, into: &frame)
      let members = documents - (groups - 1) * TextSection.groupSize
      let sizes = [UInt8](repeating: 0, count: members - 1) + [UInt8(size)]
      section(.text, text + sizes.count + size, sizes + frame, at: text)

      // Blocks of 128 neighbours with the frequency 1 are the same bytes wherever they are.
      var block: [UInt8] = []
      PostingBlock.encode(
        documents: ArraySlice((0..<128).map { UInt32($0) }),
        frequencies: ArraySlice(repeatElement(1, count: 128)), previous: -1, into: &block)
      let few = ShortListCodec.encode(
        documents: rare[...], frequencies: ArraySlice(repeatElement(2, count: rare.count)),
        previous: -1)
      let blocks = PostingList.entryCount(postings)
      let entries = PostingList.listImpactsSize + blocks * PostingList.entrySize
      let length = entries + blocks * block.count
      end = (end + 4095) / 4096 * 4096
      let start = end
      try #require(start > 1 << 33)
      section(.postings, length + few.count)
      try #require(ftruncate(descriptor, off_t(end)) == 0)
      let mapped = unsafe mmap(
        nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, off_t(start))
      let isMapped = unsafe mapped != MAP_FAILED
      try #require(isMapped)
      let list = unsafe mapped!
      defer { unsafe munmap(list, length) }
      // Inside the mapping: `length` is the sum of what is written here.
      unsafe list.storeBytes(of: 0x0001_0001, as: UInt32.self)
      for number in 0..<blocks {
        let entry = unsafe list + PostingList.listImpactsSize + number * PostingList.entrySize
        unsafe entry.storeBytes(of: UInt32(number * 128 + 127).littleEndian, as: UInt32.self)
        unsafe (entry + 4).storeBytes(
          of: UInt32(number * block.count).littleEndian, as: UInt32.self)
        unsafe (entry + 8).storeBytes(of: 0x0001_0001, as: UInt32.self)
        unsafe block.withUnsafeBytes {
          unsafe (list + entries + number * block.count).copyMemory(
            from: $0.baseAddress!, byteCount: $0.count)
        }
      }
      put(few, at: start + length)

      var grams = GramDictionaryWriter(characters: [0x5730, 0x5929, 0x7384, 0x9EC4])
      grams.add(
        first: 0x5929, second: 0x5730,
        TermInfo(documentFrequency: postings, offset: 0, length: length), place: 0)
      grams.add(
        first: 0x7384, second: 0x9EC4,
        TermInfo(documentFrequency: rare.count, offset: length, length: few.count), place: length)
      let dictionary = grams.finish()
      whole(.characters, dictionary.characters)
      whole(.gramRows, dictionary.rows)
      whole(.gramIndex, dictionary.index)
      whole(.gramBlocks, dictionary.blocks)
      whole(.wordBlocks, [])
      whole(.wordIndex, [])
      header.fileLength = end
      header.sections.sort { $0.id.rawValue < $1.id.rawValue }
      put(header.encoded(), at: 0)
      try #require(ftruncate(descriptor, off_t(end)) == 0)
      index = try IndexFile(path: path)
    }
  }

  @Test func aTermMayBeInTwoThousandMillionDocuments() throws {
    var random = SeededRandom(stream: 960)
    let file = try File()
    let index = file.index
    let info = try #require(index.lookup(.gram(first: 0x5929, second: 0x5730)))
    #expect(info.documentFrequency == LargeFileTests.postings)
    let scorer = TermScorer(
      weight: 1000, model: BM25(k1: 0.9, b: 0.4, index: index), index: index)
    var cursor = PostingCursor(info, index: index, scorer: scorer)
    #expect(cursor.document == 0)
    var targets = (0..<500).map { _ in random.int(0..<LargeFileTests.postings) }
    targets += [LargeFileTests.postings - 2, LargeFileTests.postings - 1]
    for target in targets.sorted() {
      cursor.seek(target)
      #expect(cursor.document == target, SeededRandom.note)
      #expect(cursor.frequency == 1)
    }
    cursor.advance()
    #expect(cursor.document == PostingCursor.endOfList)

    let few = try #require(index.lookup(.gram(first: 0x7384, second: 0x9EC4)))
    var found: [UInt32] = []
    cursor = PostingCursor(few, index: index, scorer: scorer)
    while cursor.document != PostingCursor.endOfList {
      found.append(UInt32(cursor.document))
      cursor.advance()
    }
    #expect(found == file.rare)
  }

  /// Queries find what is beyond 2³¹, and read text beyond 4 GiB.
  @Test func queriesReachTheEnd() throws {
    let file = try File()
    let searcher = Searcher(file.index)
    var options = SearchOptions()
    options.limit = 10
    options.countingBudget = 0
    // The second look is for pages with a text.
    options.rerank = 0
    func hits(_ text: String, _ mode: Searcher.PlainMode) -> [Int] {
      searcher.search(plain: text, mode: mode, options).hits.map(\.document)
    }
    let rare = file.rare.map { Int($0) }
    // Equal scores stand in the order of the documents.
    #expect(hits("天地", .any) == Array(0..<10))
    #expect(hits("玄黄", .any) == rare)
    #expect(hits("天地 玄黄", .all) == rare.filter { $0 < LargeFileTests.postings })
    #expect(Array(hits("天地 玄黄", .any).prefix(6)) == rare)
    // Two characters are their gram; only the last document has a text.
    #expect(hits("玄黄", .phrase) == rare)
    let text = try #require(TextReader(file.index).read(LargeFileTests.documents - 1))
    #expect(text.string(text.blocks[0].range) == "玄黄")
  }

  /// Places are numbers of 64 bits in both dictionaries.
  @Test func dictionariesNameDistantPlaces() {
    var grams = GramDictionaryWriter(characters: Array(0x4E00..<0x4E80))
    var words = WordDictionaryWriter()
    var place = 0
    var infos: [TermInfo] = []
    for number in 0..<100 {
      let info = TermInfo(
        documentFrequency: 2_000_000_000 + number, offset: place, length: (1 << 32) - 1 - number)
      infos.append(info)
      grams.add(first: 0x4E05, second: UInt32(0x4E00 + number), info, place: place)
      words.add(Array("word\(100 + number)".utf8), info, place: place)
      place += info.length
    }
    let gram = grams.finish()
    let word = words.finish()
    gram.characters.withByteView { characters in
      gram.rows.withByteView { rows in
        gram.index.withByteView { index in
          gram.blocks.withByteView { blocks in
            let dictionary = GramDictionary(
              characters: characters, rows: rows, index: index, blocks: blocks)
            for number in 0..<100 {
              #expect(
                dictionary.lookup(first: 0x4E05, second: UInt32(0x4E00 + number)) == infos[number])
            }
          }
        }
      }
    }
    word.blocks.withByteView { blocks in
      word.index.withByteView { index in
        let dictionary = WordDictionary(blocks: blocks, index: index)
        for number in 0..<100 {
          #expect(dictionary.lookup(Array("word\(100 + number)".utf8)) == infos[number])
        }
      }
    }
  }
}
