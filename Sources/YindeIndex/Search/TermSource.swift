package import YindeAnalysis

/// What a leaf of a query looks up: a term, or several that stand for one.
indirect enum TermKey: Hashable {
  case term(Term)
  /// A character wherever it stands: all grams that begin with it, and the unigram.
  case character(UInt32)
  /// All words that begin with these bytes.
  case prefix([UInt8])
  /// All words that fit a pattern.
  case words(WordGlob)
  /// Any of these, which are none of this kind.
  case any([TermKey])

  init(_ clause: PatternClause) {
    let keys = clause.atoms.map { (atom) -> TermKey in
      switch atom {
      case .term(let term): .term(term)
      case .character(let character): .character(character)
      case .words(let glob): .words(glob)
      }
    }
    self = keys.count == 1 ? keys[0] : .any(keys)
  }

  /// The key for people: in `--explain` and messages.
  var name: String {
    switch self {
    case .term(.gram(let first, let second)):
      String(
        String.UnicodeScalarView([first, second].compactMap { $0 == 0 ? nil : Unicode.Scalar($0) }))
    case .term(.word(let bytes)): String(decoding: bytes, as: UTF8.self)
    case .character(let scalar): String(Unicode.Scalar(scalar).map(Character.init) ?? "?")
    case .prefix(let bytes): String(decoding: bytes, as: UTF8.self) + "*"
    case .words(let glob): glob.name
    case .any(let keys):
      keys.prefix(4).map(\.name).joined(separator: "|") + (keys.count > 4 ? "|…" : "")
    }
  }

  /// The keys in it that stand for words of the dictionary, which may be too many.
  var ofWords: [TermKey] {
    switch self {
    case .prefix, .words: [self]
    case .any(let keys): keys.flatMap(\.ofWords)
    case .term, .character: []
    }
  }
}

/// The postings behind a ``TermKey``.
struct TermSource {
  enum Postings {
    case list(TermInfo)
    case joined(JoinedList)
  }

  let key: TermKey
  let postings: Postings
  let documentFrequency: Int

  /// A prefix or a pattern for words stands for at most this many words: the first in byte order. Their lists are read when the query
  /// is, so the number bounds the time.
  static let maxWords = 65_536

  /// For the keys in another one, the last word that they stand for; those that are not in it have no end but ``maxWords``.
  typealias Ends = [TermKey: [UInt8]]

  /// Of a term that no document of an index has, and documents of others have.
  init(absent key: TermKey) {
    self.key = key
    postings = .joined(JoinedList())
    documentFrequency = 0
  }

  /// Nil when no document has the term.
  ///
  /// - Parameter cut: takes in the keys that stand for more than ``maxWords``.
  init?(_ key: TermKey, index: IndexFile, upTo ends: Ends = [:], cut: inout Set<TermKey>) {
    self.key = key
    var infos: [TermInfo] = []
    TermSource.append(key, index, ends, &infos, &cut)
    if infos.count == 1 {
      postings = .list(infos[0])
      documentFrequency = infos[0].documentFrequency
    } else {
      let list = JoinedList.join(infos, index: index)
      guard list.count > 0 else { return nil }
      postings = .joined(list)
      documentFrequency = list.count
    }
  }

  init?(_ key: TermKey, index: IndexFile) {
    var cut: Set<TermKey> = []
    self.init(key, index: index, cut: &cut)
  }

  private static func append(
    _ key: TermKey, _ index: IndexFile, _ ends: Ends, _ infos: inout [TermInfo],
    _ cut: inout Set<TermKey>
  ) {
    switch key {
    case .term(let term): if let info = index.lookup(term) { infos.append(info) }
    case .character(let scalar):
      index.grams.forEach(row: scalar) { _, info in infos.append(info) }
    case .prefix, .words:
      let last = ends[key]
      let isCut = forEachWord(of: key, index) { word, info in
        if let last, last.lexicographicallyPrecedes(word) { return false }
        infos.append(info)
        return true
      }
      if isCut { cut.insert(key) }
    case .any(let keys):
      for key in keys { append(key, index, ends, &infos, &cut) }
    }
  }

  /// Calls `body` with the words that a prefix or a pattern stands for, in byte order, ``maxWords`` at most, until it returns false.
  ///
  /// - Returns: whether there are more than ``maxWords``.
  static func forEachWord(
    of key: TermKey, _ index: IndexFile, _ body: ([UInt8], TermInfo) -> Bool
  ) -> Bool {
    var count = 0
    var isMore = false
    func take(_ word: [UInt8], _ info: TermInfo) -> Bool {
      isMore = count == maxWords
      count += 1
      return !isMore && body(word, info)
    }
    switch key {
    case .prefix(let bytes): index.words.forEach(prefix: bytes, take)
    case .words(let glob): index.words.forEach(matching: WordMatcher(glob), take)
    case .term, .character, .any: break
    }
    return isMore
  }

  func cursor(_ scorer: TermScorer, index: IndexFile) -> PostingCursor {
    switch postings {
    case .list(let info): PostingCursor(info, index: index, scorer: scorer)
    case .joined(let list): PostingCursor(list, index: index, scorer: scorer)
    }
  }
}

/// The terms by which an unquoted word is scored.
package enum Bag {
  /// The keys of `text`, each with the number of times it occurs.
  ///
  /// They are the terms that a page with this text would have, but for three things: the unigram at
  /// the end of a run says nothing (in the page the run may go on); a run of one character stands for that
  /// character anywhere; and of an identifier and its parts (GPT-4o: gpt-4o, gpt, 4o, 4, o) the smallest
  /// pieces are left out when the piece around them is a term itself.
  static func keys(
    of text: String, analyzer: inout Analyzer, _ statistics: SearchStatistics
  ) -> [(TermKey, Int)] {
    keys(of: text, analyzer: &analyzer) { statistics.isKnown($0) }
  }

  /// The same with the names of the keys, for an index of another kind.
  package static func keys(
    of text: String, analyzer: inout Analyzer, isKnown: (String) -> Bool
  ) -> [(String, Int)] {
    keys(of: text, analyzer: &analyzer) { isKnown(TermKey.term($0).name) }
      .map { ($0.0.name, $0.1) }
  }

  private static func keys(
    of text: String, analyzer: inout Analyzer, isKnownTerm: (Term) -> Bool
  ) -> [(TermKey, Int)] {
    let terms = analyzer.terms(of: text)
    return self.terms(of: terms, marks: [], isKnown: isKnownTerm).map { ($0.key, $0.count) }
  }

  struct BagTerm {
    var key: TermKey
    var count: Int
    /// Whether it stands nowhere but on a question word or its edge.
    var isAsking: Bool
  }

  /// The same of terms with the marks of question words, or none.
  static func terms(
    of terms: [Term], marks: [Bool], isKnown: (Term) -> Bool
  ) -> [BagTerm] {
    var keys: [TermKey] = []
    var asking: [Bool] = []
    func isMarked(_ place: Int) -> Bool { place < marks.count && marks[place] }
    var place = 0
    while place < terms.count {
      defer {
        place += 1
        if asking.count < keys.count { asking.append(false) }
      }
      switch terms[place] {
      case .gram(let first, 0):
        if place > 0, case .gram(_, let second) = terms[place - 1], second == first { continue }
        keys.append(.character(first))
        asking.append(isMarked(place))
      case .gram:
        keys.append(.term(terms[place]))
        asking.append(isMarked(place) || isMarked(place + 1))
      case .word(let word):
        keys.append(.term(terms[place]))
        // Letters and digits of one run come after the run; they are skipped if the run is known.
        guard isMixed(word), isKnown(terms[place]) else { continue }
        var pieces = 0
        while place + 1 < terms.count, case .word(let piece) = terms[place + 1],
          !isMixed(piece), pieces + piece.count <= word.count
        {
          pieces += piece.count
          place += 1
        }
      }
    }
    var places = ShortMap<TermKey, Int>()
    var bag: [BagTerm] = []
    for (place, key) in keys.enumerated() {
      if let known = places[key] {
        bag[known].count += 1
        bag[known].isAsking = bag[known].isAsking && asking[place]
      } else {
        places[key] = bag.count
        bag.append(BagTerm(key: key, count: 1, isAsking: asking[place]))
      }
    }
    return bag
  }

  /// Whether the word is one run of both letters and digits, without a joiner.
  private static func isMixed(_ word: [UInt8]) -> Bool {
    let hasDigit = word.contains { $0 >= 0x30 && $0 <= 0x39 }
    let hasLetter = word.contains { $0 >= 0x61 || $0 >= 0x80 }
    let isWhole = word.allSatisfy { $0 >= 0x61 || ($0 >= 0x30 && $0 <= 0x39) }
    return hasDigit && hasLetter && isWhole
  }
}
