import YindeAnalysis
import YindeQuery

/// A query made ready for one index, alone or as one of several that are searched together: the tree with its leaves looked up and weighted.
///
/// An unquoted word that may match becomes a bag of terms, any of which may match. A word that must or must not match, that
/// is joined by AND or stands in a field, and a phrase become strings: all their terms are needed, and the
/// text decides. A string of one term needs no text.
struct QueryPlan {
  indirect enum Node {
    case leaf(Int)
    case all([Node])
    case any([Node])
    case group(must: [Node], should: [Node], mustNot: [Node])
    /// Matches no document: a word that no page has.
    case nothing
  }

  /// Where a string must stand.
  enum Scope { case anywhere, title }

  struct Leaf {
    enum Kind {
      /// One term; every document of its list matches.
      case term
      /// All terms, and the text must hold the phrase.
      case string(Phrase, Scope)
      /// Words that begin like this, and the title must hold one: folded scalars.
      case titlePrefix([UInt32])
      /// Words that fit this, and the title must hold one.
      case titleWords(WordMatcher)
      /// All terms, if there are any, and the text must hold the pattern.
      case pattern(PatternNode, Scope)
      /// A test of the document's path.
      case filter(PathFilter)
      /// A test of the document's date, language or site.
      case column(ColumnFilter)
    }
    var kind: Kind
    var terms: [WeightedTerm]
  }

  struct WeightedTerm {
    /// In this index.
    var source: TermSource
    /// In all indexes that are searched together.
    var documentFrequency: Int
    var count: Int
    var idf: Double
    /// What the term counts beside others, whatever its frequency: see ``RankingModel/yinde``.
    var weight = 1.0

    var total: Double { weight * idf * Double(count) }
  }

  private(set) var root = Node.nothing
  private(set) var leaves: [Leaf] = []
  let model: BM25
  private(set) var scale = ScoreScale(totalWeight: 1)

  /// The characters of the words that may match, for the second stage; empty when there is none.
  private(set) var characters = QueryCharacters()
  /// How many documents the second stage looks at.
  private var depth: Int
  private let frequencies: CharacterFrequencies
  private let weights: RankingWeights

  let index: IndexFile
  /// The number of ``index`` among those that are searched together.
  private let number: Int
  private let lookup: TermLookup
  private let ranking: RankingModel
  private var analyzer = Analyzer()
  /// What is known of patterns in texts.
  let verdicts: PatternVerdicts
  /// The keys of words that stand for more than could be looked up.
  private(set) var cutKeys: [TermKey] = []

  /// How all terms of a query are combined when there is no query language (benchmarks).
  enum Mode { case any, all, phrase }

  private init(
    _ lookup: TermLookup, _ number: Int, _ options: SearchOptions,
    _ frequencies: CharacterFrequencies
  ) {
    self.lookup = lookup
    self.number = number
    index = lookup.statistics.indexes[number]
    self.frequencies = frequencies
    depth = options.rerank
    model = BM25(k1: options.k1, b: options.b, lookup.statistics)
    ranking = options.model
    weights = options.weights.clamped
    verdicts = PatternVerdicts(budget: options.textBudget)
  }

  init(
    _ query: Query, _ lookup: TermLookup, in number: Int = 0, _ options: SearchOptions,
    _ frequencies: CharacterFrequencies
  ) {
    self.init(lookup, number, options, frequencies)
    root = node(query.root, isOptional: true, scope: .anywhere)
    finish()
  }

  init(
    plain text: String, mode: Mode, _ lookup: TermLookup, _ options: SearchOptions,
    _ frequencies: CharacterFrequencies
  ) {
    self.init(lookup, 0, options, frequencies)
    switch mode {
    case .any: root = bag(text)
    case .all:
      depth = 0
      guard case .any(let nodes) = bag(text) else { break }
      root = .all(nodes)
    case .phrase: root = string(text, .anywhere)
    }
    finish()
  }

  private mutating func finish() {
    var total = weights.bound(characters)
    for leaf in leaves { for term in leaf.terms { total += term.total } }
    scale = ScoreScale(totalWeight: total)
    let keys = leaves.flatMap { $0.terms.flatMap(\.source.key.ofWords) }
    for key in keys where lookup.cut.contains(key) && !cutKeys.contains(key) {
      cutKeys.append(key)
    }
  }

  func scorer(_ term: WeightedTerm) -> TermScorer {
    TermScorer(weight: Float(term.total * scale.factor), model: model, index: index)
  }

  /// The second stage; nil when there is none.
  func rescorer() -> Rescorer? {
    characters.isEmpty
      ? nil : Rescorer(characters, weights: weights, scale: scale)
  }

  // MARK: From the tree

  private mutating func node(_ query: QueryNode, isOptional: Bool, scope: Scope) -> Node {
    switch query {
    case .word(let text):
      return isOptional && scope == .anywhere ? bag(text) : string(text, scope)
    case .phrase(let text):
      return string(text, scope)
    case .prefix(let text):
      return prefix(text, scope)
    case .wildcard(let parts):
      return wildcard(parts, scope)
    case .expression(let text):
      // The parser has read it; a tree made by hand may hold what is none.
      return (try? ExpressionParser.tree(text)).map { pattern($0, scope) } ?? .nothing
    case .field(.title, let inner):
      return node(inner, isOptional: false, scope: .title)
    case .field(let field, let inner):
      return filter(field, inner)
    case .all(let parts):
      return .all(parts.map { node($0, isOptional: false, scope: scope) })
    case .any(let parts):
      return .any(parts.map { node($0, isOptional: isOptional, scope: scope) })
    case .group(let clauses):
      return group(clauses, isOptional: isOptional, scope: scope)
    }
  }

  /// A field narrows the answer down: it asks for itself without a sign. All but `title:` look at no words, so beside them the
  /// words are what is looked for: one of them at least must match, as it must when they stand alone.
  private mutating func group(_ clauses: [Clause], isOptional: Bool, scope: Scope) -> Node {
    var must: [Node] = []
    var should: [Node] = []
    var mustNot: [Node] = []
    var hasOnlyFilters = true
    for clause in clauses {
      switch clause.occur {
      case .must:
        must.append(node(clause.node, isOptional: false, scope: scope))
        if !clause.node.isFilter { hasOnlyFilters = false }
      case .mustNot: mustNot.append(node(clause.node, isOptional: false, scope: scope))
      case .should:
        if case .field = clause.node {
          must.append(node(clause.node, isOptional: false, scope: scope))
          if !clause.node.isFilter { hasOnlyFilters = false }
        } else {
          should.append(node(clause.node, isOptional: isOptional, scope: scope))
        }
      }
    }
    if must.isEmpty, mustNot.isEmpty { return .any(should) }
    if !must.isEmpty, hasOnlyFilters, !should.isEmpty {
      must.append(.any(should))
      should = []
    }
    return .group(must: must, should: should, mustNot: mustNot)
  }

  private mutating func add(_ leaf: Leaf) -> Node {
    leaves.append(leaf)
    return .leaf(leaves.count - 1)
  }

  private mutating func weighted(_ key: TermKey, count: Int = 1) -> WeightedTerm? {
    guard let (source, frequency) = lookup.find(key, in: number) else { return nil }
    return WeightedTerm(
      source: source, documentFrequency: frequency, count: count,
      idf: model.idf(documentFrequency: frequency))
  }

  private mutating func bag(_ text: String) -> Node {
    var nodes: [Node] = []
    let terms = analyzer.terms(of: text)
    let marks = ranking == .yinde ? QuestionWords.marks(terms) : []
    if depth > 0 { characters.add(terms, model: model, frequencies) }
    for one in Bag.terms(
      of: terms, marks: marks, isKnown: { [lookup] in lookup.statistics.isKnown($0) })
    {
      if var term = weighted(one.key, count: one.count) {
        if ranking == .yinde { term.weight = weights.weight(one) }
        if depth > 0 { characters.add(term, frequencies) }
        nodes.append(add(Leaf(kind: .term, terms: [term])))
      } else {
        nodes.append(.nothing)
      }
    }
    return .any(nodes)
  }

  private mutating func string(_ text: String, _ scope: Scope) -> Node {
    guard let phrase = Phrase(text) else { return .nothing }
    if let character = phrase.openCharacter {
      guard let term = weighted(.character(character)) else { return .nothing }
      let isWhole = phrase.scalars.count == 1 && scope == .anywhere
      return add(Leaf(kind: isWhole ? .term : .string(phrase, scope), terms: [term]))
    }
    var terms: [WeightedTerm] = []
    for term in phrase.required {
      guard let term = weighted(.term(term)) else { return .nothing }
      terms.append(term)
    }
    guard !terms.isEmpty else { return .nothing }
    let isWhole = scope == .anywhere && terms.count == 1 && phrase.required[0].isWhole(phrase)
    return add(Leaf(kind: isWhole ? .term : .string(phrase, scope), terms: terms))
  }

  private mutating func prefix(_ text: String, _ scope: Scope) -> Node {
    // The beginning of one word; any other is a pattern.
    guard let bytes = Wildcards.prefixBytes(text) else {
      return wildcard([.text(text), .many], scope)
    }
    guard let term = weighted(.prefix(bytes)) else { return .nothing }
    guard scope == .title else { return add(Leaf(kind: .term, terms: [term])) }
    var scalars: [UInt32] = []
    UTF8Scalars.forEach(bytes.span) { scalars.append($0) }
    return add(Leaf(kind: .titlePrefix(scalars), terms: [term]))
  }

  private mutating func wildcard(_ parts: [WildcardPart], _ scope: Scope) -> Node {
    let wildcards = Wildcards(parts)
    guard let glob = wildcards.word else { return pattern(wildcards.node, scope) }
    guard let term = weighted(.words(glob)) else { return .nothing }
    return add(Leaf(kind: scope == .title ? .titleWords(WordMatcher(glob)) : .term, terms: [term]))
  }

  private mutating func pattern(_ node: PatternNode, _ scope: Scope) -> Node {
    var terms: [WeightedTerm] = []
    for clause in lookup.chosen(PatternClause.required(by: node)) {
      guard let term = weighted(TermKey(clause)) else { return .nothing }
      terms.append(term)
    }
    return add(Leaf(kind: .pattern(node, scope), terms: terms))
  }

  private mutating func filter(_ field: QueryField, _ inner: QueryNode) -> Node {
    switch inner {
    case .word(let text), .phrase(let text): return filter(field, text)
    case .prefix(let text): return filter(field, text + "*")
    // Not from the parser.
    case .wildcard, .expression: return .nothing
    case .any(let parts):
      return .any(parts.map { filter(field, $0) })
    case .all(let parts):
      return .all(parts.map { filter(field, $0) })
    case .field(_, let inner):
      return filter(field, inner)
    case .group(let clauses):
      // In a filter there is nothing to rank: what may match is an alternative.
      let must = clauses.filter { $0.occur == .must }.map { filter(field, $0.node) }
      let should = clauses.filter { $0.occur == .should }.map { filter(field, $0.node) }
      let mustNot = clauses.filter { $0.occur == .mustNot }.map { filter(field, $0.node) }
      let needed = must.isEmpty && !should.isEmpty ? [Node.any(should)] : must
      return .group(must: needed, should: [], mustNot: mustNot)
    }
  }

  private mutating func filter(_ field: QueryField, _ text: String) -> Node {
    if field == .path { return add(Leaf(kind: .filter(PathFilter(text)), terms: [])) }
    guard let filter = ColumnFilter(field, text, index: index) else { return .nothing }
    return add(Leaf(kind: .column(filter), terms: []))
  }

  // MARK: Shapes

  /// The terms when any of them may match and nothing else is asked: what ``Disjunction`` answers.
  var disjunction: [WeightedTerm]? {
    guard case .any(let nodes) = root else { return nil }
    var terms: [WeightedTerm] = []
    return collect(nodes, into: &terms) ? terms : nil
  }

  func collect(_ nodes: [Node], into terms: inout [WeightedTerm]) -> Bool {
    for node in nodes {
      switch node {
      case .nothing: continue
      case .any(let inner): guard collect(inner, into: &terms) else { return false }
      case .leaf(let number):
        guard case .term = leaves[number].kind else { return false }
        terms.append(leaves[number].terms[0])
      case .all, .group: return false
      }
    }
    return true
  }

  /// The leaf of a query that has but one.
  private var onlyLeaf: Leaf? {
    var node = root
    while true {
      switch node {
      case .any(let nodes), .all(let nodes):
        guard nodes.count == 1 else { return nil }
        node = nodes[0]
      case .group(let must, let should, let mustNot):
        guard must.count + should.count == 1, mustNot.isEmpty else { return nil }
        node = (must + should)[0]
      case .leaf(let number): return leaves[number]
      case .nothing: return nil
      }
    }
  }

  /// The term of a query that asks for one and nothing else, in whatever way: a word, a required one, a string of two characters.
  var onlyTerm: WeightedTerm? {
    guard let leaf = onlyLeaf, case .term = leaf.kind else { return nil }
    return leaf.terms[0]
  }

  /// The leaf of a query that is one string: what ``StringSearch`` answers.
  var string: (terms: [WeightedTerm], phrase: Phrase, scope: Scope)? {
    guard let leaf = onlyLeaf, case .string(let phrase, let scope) = leaf.kind else { return nil }
    return (leaf.terms, phrase, scope)
  }

  /// The terms when all of them must match and nothing else is asked: what ``Conjunction`` answers.
  var conjunction: [WeightedTerm]? {
    guard case .all(let nodes) = root else { return nil }
    var terms: [WeightedTerm] = []
    for node in nodes {
      guard case .leaf(let number) = node, case .term = leaves[number].kind else { return nil }
      terms.append(leaves[number].terms[0])
    }
    return terms
  }
}

extension Term {
  /// Whether a document that has this term is certain to hold the phrase.
  func isWhole(_ phrase: Phrase) -> Bool {
    switch self {
    case .gram(let first, let second):
      return second != 0 && phrase.scalars == [first, second]
    case .word(let bytes):
      // Long words are cut at 64 bytes; those are left to the text.
      guard bytes.count < 60 else { return false }
      var scalars: [UInt32] = []
      UTF8Scalars.forEach(bytes.span) { scalars.append($0) }
      return scalars == phrase.scalars
    }
  }
}

extension QueryNode {
  /// Whether this is a field that tests a page without looking at its words: any but `title:`.
  fileprivate var isFilter: Bool {
    if case .field(let field, _) = self { return field != .title }
    return false
  }
}
