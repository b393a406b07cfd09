import Testing
import Yinde
import YindeEvaluation

/// The sample pages with topics and judgements of their own: ranking that a person can read.
@Suite(.enabled(if: Corpus.isJudged)) struct RelevanceTests {
  @Test func theSamplePagesRankAsJudged() throws {
    let folder = PageFolder()
    try PageIndex.build(from: Corpus.path, at: folder.file("i.yinde"))
    let index = try PageIndex(at: folder.file("i.yinde"))
    let topics = try Topic.read(tsv: Array(try TextFile.read(Corpus.path + "/topics.tsv").utf8))
    let judgements = try Judgements(beir: Array(try TextFile.read(Corpus.path + "/qrels.tsv").utf8))
    #expect(topics.count >= 20)

    var run = Run(tag: "yinde")
    for topic in topics {
      var options = SearchOptions()
      options.limit = 100
      for hit in try index.search(topic.query, options).hits {
        run.append(hit.path, score: hit.score, topic: topic.id)
      }
    }
    let metric = try Metric("nDCG@10")
    let result = evaluate(run: run, judgements: judgements, metrics: [metric])
    let mean = try #require(result.mean(of: metric))
    let worst = result.topics.map { ($0, result.value(of: metric, topic: $0) ?? 0) }
      .sorted { $0.1 < $1.1 }.prefix(10).map { "\($0.0) \($0.1)" }
    #expect(mean >= 0.94, "nDCG@10 is \(mean); the worst topics: \(worst.joined(separator: ", "))")
    if Environment.value("YINDE_SHOW") != nil { print("nDCG@10", mean, worst) }
  }

  @Test func layoffsComeFirst() throws {
    let folder = PageFolder()
    try PageIndex.build(from: Corpus.path, at: folder.file("i.yinde"))
    let answer = try PageIndex(at: folder.file("i.yinde")).search("裁员")
    #expect(answer.hits.first?.path == "news/ai-layoffs.html")
  }
}
