import Foundation
import Testing

/// `yinde evaluate`: figures, files, and what happens to broken ones.
@Suite struct EvaluateTests {
  private static let topics = "1\t裁员\n2\t人工智能\n3\t絕無此事\n"
  private static let qrels = """
    query-id\tcorpus-id\tscore
    1\tnews/layoffs.html\t1
    1\ttw/裁員 2023.htm\t1
    2\tnotes.html\t1
    3\tnotes.html\t1

    """

  private static func folder() throws -> Folder {
    let folder = try Pages.indexed()
    try folder.write("topics.tsv", topics)
    try folder.write("qrels.tsv", qrels)
    return folder
  }

  private static let whole = [
    "evaluate", "--index", "pages.yinde", "--queries", "topics.tsv", "--qrels", "qrels.tsv",
  ]

  @Test func jsonHasThePromisedShape() throws {
    let folder = try EvaluateTests.folder()
    let outcome = try Command.run(
      EvaluateTests.whole + ["--json", "--run", "out.run", "--depth", "50"], in: folder)
    #expect(outcome.status == 0)
    let json = try JSON(outcome.output)
    #expect(json.keys == ["queries", "metrics", "took_us"])
    #expect(json["queries"].int == 3)
    #expect(json["took_us"].keys == ["p50", "p95", "p99"])
    #expect(json["metrics"].keys.isSuperset(of: ["nDCG@10", "MAP", "MRR@10", "R@100"]))
    // The third topic has no answer and counts 0.
    #expect(abs((json["metrics"]["R@100"].double ?? 0) - 2.0 / 3) < 1e-12)
    // The run that was written has the same figures.
    let again = try JSON(
      Command.run(
        ["evaluate", "--run", "out.run", "--qrels", "qrels.tsv", "--json"], in: folder
      ).output)
    for metric in json["metrics"].keys {
      #expect(again["metrics"][metric].double == json["metrics"][metric].double, "\(metric)")
    }
    #expect(again["took_us"].isNull)
  }

  @Test func allFormsAreReadPlainAndGzip() throws {
    let folder = try EvaluateTests.folder()
    try folder.write(
      "queries.jsonl",
      #"{"_id": "1", "text": "裁员"}"# + "\n" + #"{"_id": "2", "text": "人工智能", "metadata": {}}"#
        + "\n" + #"{"_id": "3", "text": "絕無此事"}"#)
    try folder.write(
      "topics.trec",
      "<top>\n<num> Number: 1\n<title> 裁员\n<desc> x\n</top>\n<top><num>2<title>人工智能</top>"
        + "<top><num>3<title>絕無此事</top>")
    try folder.write(
      "qrels.trec",
      "1 0 news/layoffs.html 1\n1\t0\ttw/裁員 2023.htm\t1\n2 0 notes.html 1\n3 0 notes.html 1\n")
    let zip = "gzip -k topics.tsv queries.jsonl topics.trec qrels.tsv qrels.trec"
    #expect(try Command.shell(zip, in: folder).status == 0)
    var figures: Set<String> = []
    for queries in ["topics.tsv", "queries.jsonl", "topics.trec"] {
      for qrels in ["qrels.tsv", "qrels.trec"] {
        for (first, second) in [(queries, qrels), (queries + ".gz", qrels + ".gz")] {
          let outcome = try Command.run(
            ["evaluate", "-i", "pages.yinde", "--queries", first, "--qrels", second], in: folder)
          #expect(
            outcome.status == 0 && outcome.errors == "", "\(first) \(second) \(outcome.errors)")
          figures.insert(outcome.output.replacing(/[0-9.]+ µs/, with: "N"))
        }
      }
    }
    #expect(figures.count == 1)
  }

  @Test func queriesArePlainText() throws {
    let folder = try EvaluateTests.folder()
    try folder.write("topics.tsv", "1\t+裁员 AND (\"\n2\t-人工智能\n3\ttitle:絕無此事\n")
    let outcome = try Command.run(EvaluateTests.whole, in: folder)
    #expect(outcome.status == 0 && outcome.errors == "")
    #expect(outcome.output.contains("3 topics"))
  }

  @Test func whatDoesNotFitIsSaid() throws {
    let folder = try EvaluateTests.folder()
    try folder.write("topics.tsv", "1\t裁员\n2\t \nx\t人工智能\n")
    let outcome = try Command.run(EvaluateTests.whole, in: folder)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("3 topics, 2 without an answer"))
    #expect(outcome.errors.contains("1 judged topic not in topics.tsv, counted as 0: 3"))
    #expect(outcome.errors.contains("1 query without a word, counted as 0: 2"))
    #expect(outcome.errors.contains("1 topic without judgements, not counted: x"))
  }

  @Test(arguments: [
    ("qrels.tsv", "query-id\tcorpus-id\tscore\n1\ta\n", "qrels.tsv:2: "),
    ("qrels.tsv", "1 0 a 1\n1 0 b high\n", "qrels.tsv:2: the score is \"high\""),
    ("qrels.tsv", "1 0 a 1\n1 0 a 0\n", "qrels.tsv:2: "),
    ("qrels.tsv", "1 a 1\n", "qrels.tsv:1: "), ("qrels.tsv", "", "holds no judgement"),
    ("qrels.tsv", "z 0 a 1\n", "has no topic that qrels.tsv judges"),
    ("topics.tsv", "1\t裁员\n2 人工智能\n", "topics.tsv:2: there is no tab"),
    ("topics.tsv", "1\t裁员\n1\t人工智能\n", "topics.tsv:2: topic 1 stands twice"),
    ("topics.tsv", "{\"_id\": 1}\n", "topics.tsv:1: "), ("topics.tsv", "\n", "holds no query"),
    ("topics.tsv", "<top>\n<num> 1\n", "topics.tsv:1: this topic is never closed"),
  ])
  func brokenFiles(name: String, text: String, message: String) throws {
    let folder = try EvaluateTests.folder()
    try folder.write(name, text)
    let outcome = try Command.run(EvaluateTests.whole + ["--run", "out.run"], in: folder)
    #expect(outcome.status == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
    #expect(folder.bytes("out.run") == nil)
  }

  @Test(arguments: [
    ("1 Q0 a 1 0.5\n", "x.run:1: write six fields"), ("1 Q0 a 1 inf t\n", "x.run:1: the score is"),
    ("1 Q0 a 1 2 t\n1 Q0 a 2 1 t\n", "x.run:2: document a stands twice"),
    ("", "x.run: holds no answer"), ("z Q0 a 1 1 t\n", "has no topic that qrels.tsv judges"),
    ("\u{1F}\u{8B}", "x.run"),
  ])
  func brokenRuns(text: String, message: String) throws {
    let folder = try EvaluateTests.folder()
    try folder.write("x.run", text)
    let outcome = try Command.run("evaluate", "--run", "x.run", "--qrels", "qrels.tsv", in: folder)
    #expect(outcome.status == 2 && outcome.output == "")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test(arguments: [
    ["--metrics", "nDCG@0"], ["--metrics", "nDCG@10,,MAP"], ["--metrics", "XYZ"], ["--depth", "0"],
    ["--k1", "-1"], ["--sweep", "k1"], ["--sweep", "k9=1:2:1"], ["--sweep", "b=0:2:0.5"],
    ["--sweep", "k1=0.5:1:0.5", "--folds", "9"], ["--folds", "1"], ["--permutations", "0"],
    ["--compare", "nowhere.yinde"], ["--compare", "x", "--sweep", "b=1"],
    ["--known-item", "titles"],
    ["--index", "pages.yinde"], ["--plots", "topics.tsv/x", "--metrics", "MAP"],
  ])
  func badOptions(options: [String]) throws {
    let folder = try EvaluateTests.folder()
    let outcome = try Command.run(EvaluateTests.whole + options, in: folder)
    #expect(outcome.status == 2)
    #expect(!outcome.errors.isEmpty)
  }

  @Test func sweepIsTheSameForASeed() throws {
    let folder = try EvaluateTests.folder()
    let sweep =
      EvaluateTests.whole + ["--sweep", "k1=0.5:2:0.5,b=0:1:0.5", "--folds", "3", "--json"]
    let one = try Command.run(sweep, in: folder)
    #expect(one.status == 0, "\(one.errors)")
    #expect(try Command.run(sweep, in: folder).output == one.output)
    let json = try JSON(one.output)
    #expect(json["seed"].string == "1")
    #expect(json["settings"].int == 12)
    #expect(json["collections"][0]["folds"].array.count == 3)
    #expect(
      json["collections"][0]["metrics"]["nDCG@10"].keys == ["given", "held_out", "held_out_p"])
    // The same collection twice: what is left out is chosen on the other.
    let two = try JSON(
      Command.run(sweep + Array(EvaluateTests.whole.dropFirst()), in: folder).output)
    #expect(two["collections"].array.count == 2)
    #expect(
      two["collections"][1]["metrics"]["nDCG@10"].keys == [
        "given", "held_out", "held_out_p", "left_out", "left_out_p",
      ])
  }

  @Test func comparisonOfTwoIndexes() throws {
    let folder = try EvaluateTests.folder()
    try folder.write("Pages/news/more.html", Pages.page("裁员裁员", "<p>裁员，裁员，还是裁员。</p>"))
    #expect(try Command.run("index", "Pages", "-o", "more.yinde", "-q", in: folder).status == 0)
    let compare = EvaluateTests.whole + ["--compare", "more.yinde", "--plots", "plots"]
    let json = try JSON(Command.run(compare + ["--json"], in: folder).output)
    #expect(json.keys == ["queries", "first", "second", "seed", "metrics", "topics"])
    #expect(json["first"].string == "pages" && json["second"].string == "more")
    let row = json["metrics"]["nDCG@10"]
    #expect(row["wins"].int == 0 && row["ties"].int == 2 && row["losses"].int == 1)
    #expect(row["randomisation"]["exact"].value as? Bool == true)
    #expect(row["randomisation"]["p"].double == 1)
    // The page that came between has no judgement; titles and grades stand beside it.
    let topic = json["topics"][0]
    #expect(topic["topic"].string == "1" && topic["query"].string == "裁员")
    let intruder = topic["second"].array.first { $0["document"].string == "news/more.html" }
    #expect(intruder?["grade"].isNull == true && intruder?["title"].string == "裁员裁员")
    #expect(topic["first"][0]["grade"].int == 1)
    #expect(folder.names("plots") == ["differences.svg", "precision-recall.svg"])
    let table = try Command.run(compare, in: folder)
    #expect(table.status == 0)
    #expect(table.output.contains("- 裁员裁员"))
  }

  @Test func knownItemsWithoutTheirField() throws {
    let folder = try Folder()
    // Each title stands in its own page's title and heading, and in the text of one page only.
    try folder.write("P/a.html", Pages.page("商汤科技年报", "<p>营业收入增加，亏损减少，研发费用上升。</p>"))
    try folder.write("P/b.html", Pages.page("青花瓷的烧造", "<p>青花瓷的烧造要用钴料，一次高温烧成。</p>"))
    try folder.write("P/c.html", Pages.page("首页", "<p>欢迎来到这里，这里什么都有。</p>"))
    try folder.write("P/d.html", Pages.page("首页", "<p>另一个欢迎，另一个地方，人来人往。</p>"))
    #expect(try Command.run("index", "P", "-o", "p.yinde", "-q", in: folder).status == 0)
    let outcome = try Command.run(
      ["evaluate", "--index", "p.yinde", "--known-item", "titles", "--json"], in: folder,
      environment: ["TMPDIR": folder.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let json = try JSON(outcome.output)
    #expect(json["queries"].int == 2)
    #expect(json["known_item"]["pages_not_named_alone"].int == 2)
    // With the titles left in, both would be found.
    #expect(json["metrics"]["Success@1"].double == 0.5)
    // The index without titles is gone, and the given one unchanged.
    #expect(folder.names() == ["P", "p.yinde"])
    #expect(try Command.run("check", "--deep", "p.yinde", in: folder).status == 0)
  }

  @Test func exportedIndexIsMeasured() throws {
    let folder = try EvaluateTests.folder()
    let export = try Command.run("export", "pages.yinde", "-o", "pages.ciff", in: folder)
    #expect(export.status == 0 && export.output.contains("4 documents"))
    var arguments = EvaluateTests.whole + ["--json"]
    // An export has no text for a second look.
    let plain = arguments + ["--model", "bm25", "--rerank", "0"]
    let native = try JSON(Command.run(plain, in: folder).output)
    arguments[2] = "pages.ciff"
    let read = try JSON(Command.run(arguments, in: folder).output)
    for metric in native["metrics"].keys {
      #expect(read["metrics"][metric].double == native["metrics"][metric].double, "\(metric)")
    }
    try folder.write("bad.ciff", Array((folder.bytes("pages.ciff") ?? []).dropLast(3)))
    arguments[2] = "bad.ciff"
    let bad = try Command.run(arguments, in: folder)
    #expect(bad.status == 2)
    #expect(bad.errors.contains("bad.ciff: is not a sound CIFF file"))
    #expect(try Command.run("export", "topics.tsv", "-o", "x", in: folder).status == 2)
    #expect(try Command.run("export", "pages.yinde", "-o", "P/none/x", in: folder).status == 2)
  }
}
