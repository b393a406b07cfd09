import Glibc
import YindeAnalysis
import YindeIndex
import YindeQuery

/// The index's naive twin: keeps the blocks and answers every question by going through them.
///
/// It shares the definition of folding and terms (`YindeAnalysis`) with the index and no code of `YindeIndex` beyond
/// the types of the source. It is slow and plain, so that it can be read.
struct Twin {
  struct Block {
    var role: StoredRole
    var folded: [UInt32]
    var terms: [Term]
  }

  struct Document {
    var path: [UInt8]
    var date: Int32?
    var language: UInt8
    var site: String
    var blocks: [Block]
    var length: Int
  }

  struct Posting {
    var document: Int
    var frequency: Int
  }

  private(set) var documents: [Document] = []
  /// The weighted frequencies of every term, by document.
  private(set) var postings: [Term: [Posting]] = [:]
  let averageLength: Double
  /// For each character the document frequencies of all grams that begin with it, added up.
  private(set) var rowFrequencies: [UInt32: Int] = [:]

  static func weight(_ role: StoredRole) -> Int {
    switch role {
    case .title: 3
    case .heading: 2
    case .body: 1
    case .furniture, .display: 0
    }
  }

  init(_ source: [SourceDocument]) {
    var analyzer = Analyzer()
    for (number, document) in source.enumerated() {
      var blocks: [Block] = []
      var counts: [Term: Int] = [:]
      var length = 0
      for block in document.blocks where block.role != .display {
        let text = String(decoding: document.text[block.range], as: UTF8.self)
        var folded: [UInt32] = []
        Folding.fold(text.unicodeScalars.map(\.value), into: &folded)
        let terms = analyzer.terms(of: text)
        for term in terms { counts[term, default: 0] += Twin.weight(block.role) }
        length += terms.count * Twin.weight(block.role)
        blocks.append(Block(role: block.role, folded: folded, terms: terms))
      }
      let path = String(decoding: document.path, as: UTF8.self)
      documents.append(
        Document(
          path: document.path, date: document.date, language: document.language,
          site: document.site.isEmpty
            ? Twin.site(path) : String(decoding: document.site, as: UTF8.self),
          blocks: blocks, length: length))
      for (term, frequency) in counts {
        postings[term, default: []].append(Posting(document: number, frequency: frequency))
      }
    }
    let total = documents.reduce(0) { $0 + $1.length }
    averageLength = max(Double(total) / Double(max(documents.count, 1)), 1e-3)
    for case (.gram(let first, _), let list) in postings {
      rowFrequencies[first, default: 0] += list.count
    }
  }

  // MARK: Terms

  /// What a query looks up: a term, or terms that stand for one.
  enum Key: Hashable {
    case term(Term)
    case character(UInt32)
    case prefix([UInt8])
    case words(WordGlob)
    case any([Key])
  }

  /// The documents with a key and its weighted frequencies; nil when there are none.
  func postings(of key: Key) -> [Posting]? {
    switch key {
    case .term(let term): return postings[term]
    case .character(let character):
      return joined {
        if case .gram(character, _) = $0 { true } else { false }
      }
    case .prefix(let prefix):
      return joined {
        if case .word(let word) = $0 { word.starts(with: prefix) } else { false }
      }
    case .words(let glob):
      return joined {
        if case .word(let word) = $0 { glob.fits(word) } else { false }
      }
    case .any(let keys):
      var sums: [Int: Int] = [:]
      for posting in keys.flatMap({ postings(of: $0) ?? [] }) {
        sums[posting.document, default: 0] += posting.frequency
      }
      return sums.isEmpty ? nil : sums.map { Posting(document: $0.key, frequency: $0.value) }
    }
  }

  private func joined(_ isWanted: (Term) -> Bool) -> [Posting]? {
    var sums: [Int: Int] = [:]
    for (term, list) in postings where isWanted(term) {
      for posting in list { sums[posting.document, default: 0] += posting.frequency }
    }
    return sums.isEmpty
      ? nil : sums.map { Posting(document: $0.key, frequency: $0.value) }
  }

  // MARK: BM25

  struct Model {
    var k1: Double
    var b: Double
    /// Whether question words count half and Latin words half as much again.
    var isWeighted = false
  }

  /// What each document scores for one key that the query has `count` times.
  func scores(_ key: Key, count: Double = 1, _ model: Model) -> [Int: Double] {
    guard let list = postings(of: key) else { return [:] }
    let n = Double(documents.count)
    let df = Double(list.count)
    let idf = log(1 + (n - df + 0.5) / (df + 0.5))
    var scores: [Int: Double] = [:]
    for posting in list {
      let tf = Double(posting.frequency)
      let length = Double(documents[posting.document].length)
      let norm = max(model.k1, 1e-12) * (1 - model.b + model.b * length / averageLength)
      scores[posting.document] = tf == 0 ? 0 : count * idf * tf / (tf + norm)
    }
    return scores
  }

  // MARK: Strings

  /// Whether a block holds the folded phrase, by trying every place.
  ///
  /// With a space between Chinese characters in it, such spaces count nowhere.
  static func holds(_ folded: [UInt32], _ phrase: [UInt32]) -> Bool {
    let joined = joined(phrase)
    if joined.count < phrase.count { return holds(Twin.joined(folded), joined) }
    guard phrase.count <= folded.count else { return false }
    for start in 0...(folded.count - phrase.count) {
      var matched = 0
      while matched < phrase.count, folded[start + matched] == phrase[matched] { matched += 1 }
      guard matched == phrase.count else { continue }
      let end = start + phrase.count
      let isFreeBefore = start == 0 || !isOneWord(folded[start - 1], outer: phrase[0])
      let isFreeAfter =
        end == folded.count || !isOneWord(folded[end], outer: phrase[phrase.count - 1])
      if isFreeBefore, isFreeAfter { return true }
    }
    return false
  }

  private static func joined(_ text: [UInt32]) -> [UInt32] {
    func isHan(_ at: Int) -> Bool {
      text.indices.contains(at) && CharacterClass.of(text[at]) == .han
    }
    return text.indices.filter { text[$0] != 0x20 || !isHan($0 - 1) || !isHan($0 + 1) }
      .map { text[$0] }
  }

  /// Whether a neighbour belongs to the same word as the phrase's outer scalar.
  private static func isOneWord(_ neighbour: UInt32, outer: UInt32) -> Bool {
    let kind = CharacterClass.of(neighbour)
    switch CharacterClass.of(outer) {
    case .letter, .mark: return kind == .letter || kind == .mark
    case .digit: return kind == .digit
    default: return false
    }
  }

  /// A text as a phrase: folded, without white space at the ends; nil when it has nothing to look for.
  static func phrase(_ text: String) -> [UInt32]? {
    var folded: [UInt32] = []
    Folding.fold(text.unicodeScalars.map(\.value), into: &folded)
    if folded.last == 0x20 { folded.removeLast() }
    if folded.first == 0x20 { folded.removeFirst() }
    let hasContent = folded.contains { scalar in
      switch CharacterClass.of(scalar) {
      case .han, .letter, .digit, .symbol: true
      default: false
      }
    }
    return hasContent ? folded : nil
  }

  /// The documents of which a block holds the phrase.
  func documents(holding phrase: [UInt32], inTitle: Bool = false) -> Set<Int> {
    var found: Set<Int> = []
    for (number, document) in documents.enumerated() {
      let blocks = document.blocks.filter { !inTitle || $0.role == .title }
      if blocks.contains(where: { Twin.holds($0.folded, phrase) }) { found.insert(number) }
    }
    return found
  }
}
