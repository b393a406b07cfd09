import Testing
import YindeIndex
import YindeQuery

extension Judge {
  /// Words and trees with the second stage: the best of the first are scored again, the others follow as they were.
  func rescored(_ count: Int, _ random: inout SeededRandom) {
    for _ in 0..<count {
      var model = random.pick(Judge.models)
      model.isWeighted = random.chance(0.7)
      let depth = random.pick([1, 3, 10, 32, 1_000])
      if random.chance(0.5) {
        let asking = random.pick(["", "", "什么是", "請問", "點樣", "有没有"])
        let text =
          asking
          + (0..<random.int(1...4)).map { _ in substring(1...6, &random) }
          .joined(separator: random.pick([" ", ""]))
        let note: Comment = "\(text.debugDescription) \(model) depth \(depth), \(SeededRandom.note)"
        rescored(model, depth, [text], twin.bag(text, model), &random, note) {
          built.searcher.search(plain: text, mode: .any, $0)
        }
      } else {
        let printed = group(random.int(0...2), inField: false, &random).description
        guard let query = try? Query(parsing: printed) else { continue }
        let note: Comment = "query \(printed) \(model) depth \(depth), \(SeededRandom.note)"
        let texts = Twin.optionalTexts(query.root)
        rescored(model, depth, texts, twin.answer(query, model), &random, note) {
          built.searcher.search(query, $0)
        }
      }
    }
  }

  private func rescored(
    _ model: Twin.Model, _ depth: Int, _ texts: [String], _ expected: [Int: Double],
    _ random: inout SeededRandom, _ note: Comment, _ search: (SearchOptions) -> SearchResults
  ) {
    let n = built.index.documentCount
    let first = search(options(model, limit: n)).hits
    #expect(Set(first.map(\.document)) == Set(expected.keys), note)
    compare(first, expected, note)
    // The stages round on scales of their own: where the last that is looked at and the next are as good as equal, either
    // may be in.
    if first.count > depth, Judge.isClose(first[depth - 1].score, first[depth].score) { return }
    let least = 0.3 * (first.first?.score ?? 0)
    if first.contains(where: { Judge.isClose($0.score, least) && least > 0 }) { return }
    var final: [Int: Double] = [:]
    for (place, hit) in first.enumerated() {
      let isLookedAt = place < depth && hit.score >= least && hit.score > 0
      final[hit.document] = hit.score + (isLookedAt ? twin.gain(hit.document, texts, model) : 0)
    }
    var options = options(model, limit: n)
    options.rerank = depth
    let all = search(options).hits
    #expect(Set(all.map(\.document)) == Set(final.keys), note)
    compare(all, final, note)
    for _ in 0..<3 {
      options.limit = random.int(1...20)
      options.offset = random.chance(0.5) ? 0 : random.int(0...40)
      let some = search(options).hits
      #expect(some == Array(all.dropFirst(options.offset).prefix(options.limit)), note)
    }
  }
}
