extension Metric: CustomStringConvertible {
  /// The metric with this name, in any letter case.
  ///
  /// | name | metric |
  /// |---|---|
  /// | `nDCG@10`, `nDCG` | ``nDCG(_:cutoff:)`` with the linear gain |
  /// | `nDCG-exp@10`, `nDCG-exp` | with the exponential gain |
  /// | `MAP`, `MAP@100` | ``averagePrecision(cutoff:)`` |
  /// | `MRR@10`, `MRR` | ``reciprocalRank(cutoff:)`` |
  /// | `P@10` `R@100` `Success@1` `Judged@10` | the metrics that need a cutoff |
  /// | `bpref` | ``bpref`` |
  /// | `RBP(0.8)` | ``rankBiasedPrecision(persistence:)`` |
  ///
  /// - Throws: ``EvaluationError`` when there is no such metric, the cutoff is not a whole number
  ///   from 1 up, or the persistence not a number between 0 and 1.
  public init(_ name: String) throws(EvaluationError) {
    let lower = name.lowercased()
    if lower.hasPrefix("rbp(") && lower.hasSuffix(")") {
      guard let persistence = Double(lower.dropFirst(4).dropLast()), 0 < persistence,
        persistence < 1
      else {
        throw EvaluationError(
          "\(name) needs a number between 0 and 1 in its parentheses, such as RBP(0.8)")
      }
      self = .rankBiasedPrecision(persistence: persistence)
      return
    }

    let parts = lower.split(separator: "@", omittingEmptySubsequences: false)
    var cutoff: Int?
    if parts.count == 2 {
      guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(parts[1]),
        number > 0
      else {
        throw EvaluationError("\(name) needs a whole number from 1 up after the @, such as P@10")
      }
      cutoff = number
    }
    let unknown = EvaluationError(
      "there is no metric \"\(name)\": use nDCG@k, nDCG-exp@k, MAP, MRR@k, P@k, R@k, Success@k, "
        + "Judged@k, bpref or RBP(p)")
    if parts.count > 2 { throw unknown }
    switch (parts[0], cutoff) {
    case ("ndcg", _): self = .nDCG(.linear, cutoff: cutoff)
    case ("ndcg-exp", _): self = .nDCG(.exponential, cutoff: cutoff)
    case ("map", _): self = .averagePrecision(cutoff: cutoff)
    case ("mrr", _): self = .reciprocalRank(cutoff: cutoff)
    case ("p", let cutoff?): self = .precision(cutoff: cutoff)
    case ("r", let cutoff?): self = .recall(cutoff: cutoff)
    case ("success", let cutoff?): self = .success(cutoff: cutoff)
    case ("judged", let cutoff?): self = .judged(cutoff: cutoff)
    case ("bpref", nil): self = .bpref
    case ("p", nil), ("r", nil), ("success", nil), ("judged", nil):
      throw EvaluationError("\(name) needs a cutoff, such as \(name)@10")
    default: throw unknown
    }
  }

  /// The metric's name, which reads back as the same metric.
  public var description: String {
    switch self {
    case .nDCG(.linear, let cutoff): "nDCG" + Metric.suffix(cutoff)
    case .nDCG(.exponential, let cutoff): "nDCG-exp" + Metric.suffix(cutoff)
    case .averagePrecision(let cutoff): "MAP" + Metric.suffix(cutoff)
    case .reciprocalRank(let cutoff): "MRR" + Metric.suffix(cutoff)
    case .precision(let cutoff): "P@\(cutoff)"
    case .recall(let cutoff): "R@\(cutoff)"
    case .success(let cutoff): "Success@\(cutoff)"
    case .judged(let cutoff): "Judged@\(cutoff)"
    case .bpref: "bpref"
    case .rankBiasedPrecision(let persistence): "RBP(\(persistence))"
    }
  }

  private static func suffix(_ cutoff: Int?) -> String { cutoff.map { "@\($0)" } ?? "" }
}
