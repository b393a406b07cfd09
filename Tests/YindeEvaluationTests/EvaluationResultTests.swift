import Testing
import YindeEvaluation

@Suite struct EvaluationResultTests {
  @Test func topicsAreThoseWithJudgements() throws {
    var grades = Judgements()
    grades.set(1, document: "a", topic: "t2")
    grades.set(1, document: "a", topic: "t1")
    var answers = Run(tag: "x")
    answers.append("a", score: 1, topic: "t3")
    answers.append("a", score: 1, topic: "t1")
    let metric = Metric.reciprocalRank(cutoff: 10)
    let result = evaluate(run: answers, judgements: grades, metrics: [metric])
    #expect(result.topics == ["t2", "t1"])
    #expect(result.values(of: metric) == [0, 1])
    #expect(result.mean(of: metric) == 0.5)
    #expect(result.unansweredTopics == ["t2"])
    #expect(result.unjudgedTopics == ["t3"])
    #expect(result.value(of: metric, topic: "t3") == nil)
    #expect(result.mean(of: .bpref) == nil)
  }

  @Test func nothingToEvaluate() {
    let result = evaluate(run: Run(tag: "x"), judgements: Judgements(), metrics: [.bpref])
    #expect(result.topics.isEmpty)
    #expect(result.mean(of: .bpref) == 0)
  }
}
