import Glibc

/// A ranking with its judgements, all that a metric looks at.
struct JudgedRanking {
  /// The grade of the document at each rank; `nil` where there is no judgement.
  let grades: [Int?]
  /// The grades of all relevant documents, best first, found or not.
  let idealGrades: [Int]
  /// How many documents are judged not relevant, found or not.
  let nonRelevantCount: Int

  var relevantCount: Int { idealGrades.count }

  init(_ ranking: [Run.ScoredDocument], judgements: [String: Int]) {
    // A grade below 0 says "not judged", as in trec_eval.
    grades = ranking.map { answer in judgements[answer.document].flatMap { $0 < 0 ? nil : $0 } }
    idealGrades = judgements.values.filter { $0 > 0 }.sorted(by: >)
    nonRelevantCount = judgements.values.count { $0 == 0 }
  }
}

extension Metric {
  /// The metric's value for one topic.
  ///
  /// - Complexity: O(*n*) in the length of the ranking and the number of relevant documents.
  func value(_ ranking: JudgedRanking) -> Double {
    switch self {
    case .nDCG(let gain, let cutoff):
      let ideal = Metric.discountedGain(ranking.idealGrades.prefix(atMost: cutoff), gain)
      if ideal == 0 { return 0 }
      return Metric.discountedGain(ranking.grades.prefix(atMost: cutoff).map { $0 ?? 0 }, gain)
        / ideal
    case .averagePrecision(let cutoff):
      return Metric.averagePrecision(ranking, cutoff: cutoff)
    case .reciprocalRank(let cutoff):
      let index = ranking.grades.prefix(atMost: cutoff).firstIndex(where: isRelevant)
      return index.map { 1 / Double($0 + 1) } ?? 0
    case .precision(let cutoff):
      return Metric.share(
        ranking.grades.prefix(atMost: cutoff).count(where: isRelevant), of: cutoff)
    case .recall(let cutoff):
      let found = ranking.grades.prefix(atMost: cutoff).count(where: isRelevant)
      return Metric.share(found, of: ranking.relevantCount)
    case .success(let cutoff):
      return ranking.grades.prefix(atMost: cutoff).contains(where: isRelevant) ? 1 : 0
    case .judged(let cutoff):
      let shown = ranking.grades.prefix(atMost: cutoff)
      return Metric.share(shown.count { $0 != nil }, of: shown.count)
    case .bpref:
      return Metric.binaryPreference(ranking)
    case .rankBiasedPrecision(let persistence):
      var sum = 0.0
      var weight = 1 - persistence
      for grade in ranking.grades {
        if isRelevant(grade) { sum += weight }
        weight *= persistence
      }
      return sum
    }
  }

  private static func discountedGain(_ grades: some Sequence<Int>, _ gain: Gain) -> Double {
    var sum = 0.0
    var rank = 1.0
    for grade in grades {
      if grade > 0 {
        let value =
          switch gain {
          case .linear: Double(grade)
          // Beyond 1,000 a Double cannot hold the power, let alone a sum of them.
          case .exponential: exp2(Double(min(grade, 1_000))) - 1
          }
        sum += value / log2(rank + 1)
      }
      rank += 1
    }
    return sum
  }

  private static func averagePrecision(_ ranking: JudgedRanking, cutoff: Int?) -> Double {
    var sum = 0.0
    var found = 0
    for (index, grade) in ranking.grades.prefix(atMost: cutoff).enumerated() where isRelevant(grade)
    {
      found += 1
      sum += Double(found) / Double(index + 1)
    }
    return ranking.relevantCount == 0 ? 0 : sum / Double(ranking.relevantCount)
  }

  /// trec_eval's form: of the documents judged not relevant, at most as many as are relevant count.
  private static func binaryPreference(_ ranking: JudgedRanking) -> Double {
    let relevantCount = ranking.relevantCount
    if relevantCount == 0 { return 0 }
    let bound = min(relevantCount, ranking.nonRelevantCount)
    var sum = 0.0
    var nonRelevantAbove = 0
    for case let grade? in ranking.grades {
      if !isRelevant(grade) {
        nonRelevantAbove += 1
      } else if nonRelevantAbove == 0 {
        sum += 1
      } else {
        // `bound` is not 0: a document judged not relevant has been seen.
        sum += 1 - Double(min(nonRelevantAbove, relevantCount)) / Double(bound)
      }
    }
    return sum / Double(relevantCount)
  }

  private static func share(_ part: Int, of whole: Int) -> Double {
    whole > 0 ? Double(part) / Double(whole) : 0
  }
}

private func isRelevant(_ grade: Int?) -> Bool { (grade ?? 0) > 0 }

extension Array {
  /// The first elements, or all of them without a cutoff.
  fileprivate func prefix(atMost cutoff: Int?) -> ArraySlice<Element> {
    cutoff.map { prefix(Swift.max(0, $0)) } ?? self[...]
  }
}
