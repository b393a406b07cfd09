import YindeQuery

/// The root of a query's tree.
func parse(_ source: String) throws -> QueryNode { try Query(parsing: source).root }

/// A root of `should` clauses.
func root(_ nodes: QueryNode...) -> QueryNode { .group(nodes.map { Clause(.should, $0) }) }

/// A group with the occurrences given.
func group(_ clauses: (Occur, QueryNode)...) -> QueryNode {
  .group(clauses.map { Clause($0.0, $0.1) })
}

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a seed repeats a failing run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
