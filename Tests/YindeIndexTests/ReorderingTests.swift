import Testing
import YindeAnalysis
import YindeQuery

@testable import YindeIndex

/// An index whose postings have an order of their own answers as one whose postings do not: the same hits, scores and order.
@Suite struct ReorderingTests {
  static let shapes: [RandomCorpus.Shape] = [
    .init(count: 2...5), .init(count: 60...140), .init(count: 300...500),
    .init(count: 900...1_400, blocks: 0...2, pieces: 1...8, skipped: 0.1),
  ]

  /// Some order of the documents.
  private static func order(_ count: Int, _ random: inout SeededRandom) -> MemoryPlan.Order {
    random.chance(0.3) ? .byTerms : .given((0..<UInt32(count)).shuffled(using: &random))
  }

  /// The twin knows nothing of places.
  @Test(arguments: shapes.indices) func answersAreThoseOfTheTwin(_ shape: Int) throws {
    var random = SeededRandom(stream: 2_000 + UInt64(shape))
    for _ in 0..<Environment.scale {
      let corpus = RandomCorpus(ReorderingTests.shapes[shape], &random)
      let order = ReorderingTests.order(corpus.documents.count, &random)
      let built = try BuiltIndex(corpus.places, order: order)
      let judge = Judge(built: built, twin: Twin(corpus.documents), source: corpus.documents)
      judge.bags(20, &random)
      judge.strings(20, &random)
      judge.trees(25, &random)
      judge.rescored(30, &random)
      built.expectSound(SeededRandom.note)
    }
  }

  /// Lists of many blocks, and many documents of equal scores.
  @Test func answersOfManyTinyDocuments() throws {
    var random = SeededRandom(stream: 2_010)
    let shape = RandomCorpus.Shape(
      count: 20_000...20_000, blocks: 1...1, pieces: 1...3, skipped: 0.01, withHashes: false)
    let corpus = RandomCorpus(shape, &random)
    let order = (0..<UInt32(corpus.documents.count)).shuffled(using: &random)
    let built = try BuiltIndex(corpus.places, batchSize: { _ in 1_000 }, order: .given(order))
    #expect(built.index.isReordered)
    let judge = Judge(built: built, twin: Twin(corpus.documents), source: corpus.documents)
    judge.bags(25, &random)
    judge.strings(4, &random)
    judge.trees(6, &random)
    built.expectSound(SeededRandom.note)
  }

  /// To the last bit, in what explains a score, in snippets, with near-duplicates collapsed and by date.
  @Test func answersAreThoseOfThePlainIndex() throws {
    var random = SeededRandom(stream: 2_020)
    var corpus: [SourceDocument] = []
    for document in RandomCorpus(.init(count: 80...120, blocks: 2...5, pieces: 8...16), &random)
      .documents
    {
      for copy in 0..<random.pick([1, 1, 2, 3]) {
        var document = document
        document.path = Array("p/\(1_000 + corpus.count)-\(copy)".utf8)
        corpus.append(document)
      }
    }
    let plain = try BuiltIndex(corpus, metadata: ["kind": "folder"], findsDuplicates: true)
    for _ in 0..<3 {
      let order = (0..<UInt32(corpus.count)).shuffled(using: &random)
      let other = try BuiltIndex(
        corpus, metadata: ["kind": "folder"], findsDuplicates: true, order: .given(order))
      #expect(other.index.duplicateCounts.groups == plain.index.duplicateCounts.groups)
      #expect(other.index.duplicateCounts.groups > 0, SeededRandom.note)
      let judge = Judge(built: plain, twin: Twin([]), source: corpus)
      for number in 0..<60 * Environment.scale {
        let text =
          number % 2 == 0
          ? judge.group(random.int(0...3), inField: false, &random).description
          : judge.substring(1...8, &random).filter { !"()\"'".contains($0) }
        guard let query = try? Query(parsing: text) else { continue }
        var options = SearchOptions()
        options.limit = random.pick([1, 10, 1_000])
        options.offset = random.pick([0, 0, 4])
        options.rerank = random.pick([0, 5, 30])
        options.sort = random.pick([.score, .score, .date, .oldest])
        options.countingBudget = random.pick([0, 1_000, 200_000])
        options.duplicates = random.pick([.collapse, .show])
        let note: Comment = "\(text.debugDescription) \(options.sort), \(SeededRandom.note)"
        let one = plain.searcher.search(query, options)
        let two = other.searcher.search(query, options)
        #expect(one.hits == two.hits, note)
        if one.total.relation == .equal, two.total.relation == .equal {
          #expect(one.total == two.total, note)
        }
        for hit in one.hits.prefix(2) {
          let left = plain.searcher.explain(query, document: hit.document, options)
          let right = other.searcher.explain(query, document: hit.document, options)
          #expect("\(left)" == "\(right)", note)
          let snippet = plain.searcher.snippetMaker(for: query)
            .snippet(of: plain.searcher.text(hit.document))
          #expect(
            snippet
              == other.searcher.snippetMaker(for: query)
              .snippet(of: other.searcher.text(hit.document)), note)
        }
      }
      for document in corpus.indices {
        #expect(other.index.documentLength(document) == plain.index.documentLength(document))
        #expect(other.index.pathBytes(document) == corpus[document].path)
      }
      other.expectSound(SeededRandom.note)
    }
    plain.expectSound()
  }

  /// Candidates with equal bounds were taken in the order of places: the first documents were not those of the answer.
  @Test func candidatesWithoutTermsComeByNumber() throws {
    var random = SeededRandom(stream: 2_021)
    let documents = (0..<300).map { number in
      SourceDocument(
        path: "p/\(1_000 + number)", [(.body, number % 3 == 0 ? "一国两制" : "甲乙丙丁")])
    }
    let order = (0..<UInt32(documents.count)).shuffled(using: &random)
    let built = try BuiltIndex(documents, order: .given(order))
    let plain = try BuiltIndex(documents)
    for text in ["/国./", "/[国丙]/", "path:p path:1", "/国/ path:p/11*", "\"国两\" OR /丙丁/", "-甲 /./"] {
      let query = try Query(parsing: text)
      for limit in [1, 3, 10, 300] {
        var options = SearchOptions()
        options.limit = limit
        options.countingBudget = 0
        let expected = plain.searcher.search(query, options)
        #expect(built.searcher.search(query, options).hits == expected.hits, "\(text) \(limit)")
      }
    }
    built.expectSound()
    plain.expectSound()
  }

  // MARK: The order

  /// Pages of some subjects, shuffled. The site of each is its subject.
  private static func mixed(
    _ subjects: Int, each count: Int, _ random: inout SeededRandom
  ) -> [SourceDocument] {
    let order = (0..<subjects * count).map { $0 % subjects }.shuffled(using: &random)
    return order.enumerated().map { number, subject in
      let words = (0..<12).map { _ in "w\(subject)x\(random.int(0..<30))" }
      var document = SourceDocument(
        path: "p/\(10_000 + number)", [(.body, (words + ["common"]).joined(separator: " "))])
      document.site = Array("s\(subject)".utf8)
      return document
    }
  }

  /// Pages of one subject come to stand side by side, and the postings are smaller.
  @Test func pagesOfOneSubjectStandTogether() throws {
    var random = SeededRandom(stream: 2_060)
    let documents = ReorderingTests.mixed(16, each: 64, &random)
    let plain = try BuiltIndex(documents)
    let built = try BuiltIndex(documents, order: .byTerms)
    built.expectSound()
    let order = built.index.order
    let subjects = documents.indices.map { documents[order.document(at: $0)].site }
    let changes = zip(subjects, subjects.dropFirst()).count { $0 != $1 }
    // 15 when each subject is one run; shuffled it is about 960.
    #expect(changes < 100, SeededRandom.note)
    #expect(built.index.bitsPerPosting < plain.index.bitsPerPosting, SeededRandom.note)
  }

  /// The order is one of all documents: whatever they hold, nothing at all, or all the same.
  @Test func everyDocumentHasAPlace() throws {
    var random = SeededRandom(stream: 2_030)
    for _ in 0..<30 * Environment.scale {
      let terms = random.int(0...60)
      var set = DocumentSet(documents: [], ends: [], terms: [], degrees: [])
      set.degrees = [UInt32](repeating: 0, count: terms)
      for document in 0..<random.int(0...400) {
        set.documents.append(UInt32(document))
        for term in 0..<terms where random.chance(0.2) {
          set.terms.append(UInt32(term))
          set.degrees[term] += 1
        }
        set.ends.append(set.terms.count)
      }
      var order: [UInt32] = []
      Bisection.append(set, to: &order)
      #expect(order.sorted() == set.documents, SeededRandom.note)
      guard set.documents.count > 1 else { continue }
      let (left, right) = Bisection.halve(set)
      #expect(left.documents.count == set.documents.count / 2, SeededRandom.note)
      #expect((left.documents + right.documents).sorted() == set.documents, SeededRandom.note)
      for half in [left, right] {
        #expect(half.documents == half.documents.sorted(), SeededRandom.note)
        // Terms of one document, or all, are gone; the counts are those of the half.
        var counts = [UInt32](repeating: 0, count: half.degrees.count)
        for term in half.terms { counts[Int(term)] += 1 }
        #expect(counts == half.degrees, SeededRandom.note)
        #expect(
          counts.allSatisfy { $0 > 1 && Int($0) < half.documents.count }, SeededRandom.note)
      }
    }
  }

  /// Of documents of two kinds a halving gives one kind to each side, nearly. It is a local search, which promises nothing for a single set; over
  /// twenty sets it must come near.
  @Test func halvingPays() throws {
    var random = SeededRandom(stream: 2_031)
    let sets = 20
    var (reached, possible) = (0, 0)
    for _ in 0..<sets {
      var set = DocumentSet(documents: [], ends: [], terms: [], degrees: [])
      set.degrees = [UInt32](repeating: 0, count: 40)
      let flags = (0..<200).map { _ in random.chance(0.5) }
      for (document, flag) in flags.enumerated() {
        set.documents.append(UInt32(document))
        for term in 0..<40 where random.chance((term < 20) == flag ? 0.4 : 0.05) {
          set.terms.append(UInt32(term))
          set.degrees[term] += 1
        }
        set.ends.append(set.terms.count)
      }
      let (left, _) = Bisection.halve(set)
      let mixed = left.documents.count { flags[Int($0)] }
      // As many of one kind on a side as the sizes of the kinds allow.
      let kind = flags.count { $0 }
      let best = max(min(kind, 100), min(200 - kind, 100))
      reached += max(mixed, 100 - mixed)
      possible += best
    }
    // Chance gives about 50 of 100 each.
    #expect(reached >= possible - 10 * sets, SeededRandom.note)
  }

  @Test func theSelectedValueIsThatOfSorting() {
    var random = SeededRandom(stream: 2_032)
    for _ in 0..<300 {
      let spread = random.pick([1, 3, 1_000_000])
      var values = (0..<random.int(1...300)).map { _ in random.int(-spread...spread) }
      if random.chance(0.3) { values.sort() }
      if random.chance(0.3) { values.reverse() }
      let place = random.int(0..<values.count)
      #expect(Selection.value(place, of: values) == values.sorted()[place], SeededRandom.note)
    }
  }

  @Test func postingsGetTheirPlaces() {
    var random = SeededRandom(stream: 2_033)
    for count in [0, 1, 2, 100, 255, 256, 3_000, 40_000] {
      let places = (0..<UInt32(max(count * 3, 1))).shuffled(using: &random)
      var documents = (0..<count).map { UInt32($0 * 3) }
      var frequencies = documents.map { _ in UInt32(random.int(0...300)) }
      let expected = zip(documents, frequencies).map { (places[Int($0)], $1) }
        .sorted { $0.0 < $1.0 }
      PlacedPostings.place(&documents, &frequencies, places)
      #expect(documents == expected.map(\.0))
      #expect(frequencies == expected.map(\.1))
    }
  }

  // MARK: The section

  /// The example of the specification.
  @Test func theSectionIsAsSpecified() {
    // Documents 0, 1, 2 have the places 1, 2, 0: two bits each, 2 0 1 and 1 2 0.
    let bytes = DocumentOrder.encoded(places: [1, 2, 0])
    #expect(bytes == [0b0101_0010, 0b0000_0010] + [UInt8](repeating: 0, count: 7))
    #expect(DocumentOrder.encoded(places: [0, 1, 2]) == [])
  }

  @Test func theSectionIsReadAsItWasWritten() {
    var random = SeededRandom(stream: 2_040)
    for count in [2, 3, 4, 5, 127, 128, 129, 255, 256, 257, 1_000, 70_000] {
      let places = (0..<UInt32(count)).shuffled(using: &random)
      let bytes = DocumentOrder.encoded(places: places)
      guard !bytes.isEmpty else { continue }
      #expect(bytes.count == DocumentOrder.size(documents: count))
      bytes.withByteView { view in
        let order = DocumentOrder(view, documents: count)
        #expect(places.indices.allSatisfy { order.place(of: $0) == Int(places[$0]) })
        #expect(places.indices.allSatisfy { order.document(at: Int(places[$0])) == $0 })
        #expect(!order.hasOtherBits)
      }
    }
  }

  /// Each kind of damage is found, although all checksums are right.
  @Test func damageIsFound() throws {
    var random = SeededRandom(stream: 2_041)
    let corpus = RandomCorpus(.init(count: 40...60), &random).documents
    let order = (0..<UInt32(corpus.count)).shuffled(using: &random)
    let built = try BuiltIndex(corpus, order: .given(order))
    built.expectSound()
    let section = Damage(built.bytes).place(.order)
    func problems(_ alter: (inout Damage) -> Void) throws -> [CheckReport.Problem] {
      var damage = Damage(built.bytes)
      alter(&damage)
      let path = built.folder.file("damaged.yinde")
      TestFolder.write(damage.sealed, to: path)
      return try IndexFile(path: path).check(deep: false, threads: 1).problems
    }
    for at in 0..<section.length {
      let bit = UInt64(1) << UInt64(random.int(0...7))
      let found = try problems {
        $0.write($0.read(1, .order, at) ^ bit, 1, .order, at)
      }
      #expect(found.contains { $0.section == "order" }, "byte \(at) of the order")
    }
    let straight = try problems { damage in
      let width = Int.bitWidth - (corpus.count - 1).leadingZeroBitCount
      var bits: [Bool] = []
      for number in Array(corpus.indices) + Array(corpus.indices) {
        for bit in 0..<width { bits.append(number >> bit & 1 == 1) }
      }
      for at in 0..<section.length {
        var byte: UInt64 = 0
        for bit in 0..<8 where at * 8 + bit < bits.count && bits[at * 8 + bit] {
          byte |= 1 << UInt64(bit)
        }
        damage.write(byte, 1, .order, at)
      }
    }
    #expect(straight.contains { $0.message.contains("have the order of their paths") })
  }

  // MARK: Memory

  /// What cannot be reordered in the memory that there is says how much it takes, and leaves the older index alone.
  @Test func tooLittleMemoryIsAnError() throws {
    var random = SeededRandom(stream: 2_061)
    let documents = ReorderingTests.mixed(4, each: 20, &random)
    let folder = TestFolder()
    let path = folder.file("index.yinde")
    var plan = MemoryPlan(BuildOptions())
    plan.order = .byTerms
    plan.reordering = 1_000
    let error = #expect(throws: IndexError.self) {
      try IndexBuilder.build(
        from: MemorySource(documents), to: path, plan: plan, metadata: [:])
    }
    #expect(error?.code == .tooLarge)
    #expect(error?.advice?.contains("--memory") == true)
    #expect(folder.names.isEmpty)
  }

  // MARK: Updates

  /// Pages that stay keep their order; a new one stands behind the page before it by path.
  @Test func anUpdateKeepsTheOrder() throws {
    var random = SeededRandom(stream: 2_050)
    var all = RandomCorpus(.init(count: 200...260, blocks: 1...3), &random).documents
    for number in all.indices {
      all[number].path = Array("p/\(1_000 + number)".utf8)
      all[number].contentHash = UInt64(number) + 1
    }
    let old = all.filter { _ in random.chance(0.8) }
    let given = (0..<UInt32(old.count)).shuffled(using: &random)
    let before = try BuiltIndex(old, findsDuplicates: true, order: .given(given))
    let pages = try #require(OlderPages(before.index))
    let numbers = Dictionary(uniqueKeysWithValues: old.enumerated().map { ($1.path, $0) })
    // Some of the old pages are gone, too.
    let new = all.filter { numbers[$0.path] == nil || random.chance(0.9) }
    let source = new.map { document in
      var document = document
      if let number = numbers[document.path] {
        document = before.index.documentWithoutText(number)
        document.kept = number
      }
      return document
    }
    var options = BuildOptions()
    options.findsDuplicates = true
    options.reorders = true
    let path = before.folder.file("updated.yinde")
    _ = try IndexBuilder.build(
      from: MemorySource(source), older: pages, to: path, options: options, progress: { _ in })
    let updated = try IndexFile(path: path)
    #expect(updated.isReordered)
    let report = updated.check(deep: true, threads: 2)
    #expect(report.isSound, "\(report.problems.prefix(3)), \(SeededRandom.note)")
    var kept: [Int] = []
    for place in new.indices {
      let document = updated.order.document(at: place)
      if let number = numbers[new[document].path] {
        kept.append(before.index.order.place(of: number))
      } else if document > 0 {
        #expect(
          place > 0 && updated.order.document(at: place - 1) == document - 1, SeededRandom.note)
      }
    }
    #expect(kept == kept.sorted(), SeededRandom.note)
    // The answers are those of a fresh index without an order.
    let fresh = try BuiltIndex(new, findsDuplicates: true)
    let judge = Judge(built: fresh, twin: Twin([]), source: new)
    let searcher = Searcher(updated)
    for _ in 0..<40 {
      let text = judge.substring(1...6, &random).filter { !"()\"'".contains($0) }
      guard let query = try? Query(parsing: text) else { continue }
      let expected = fresh.searcher.search(query, SearchOptions()).hits
      #expect(searcher.search(query, SearchOptions()).hits == expected, SeededRandom.note)
    }
  }
}
