/// A measure of how well a ranking answers a topic, from 0 to 1.
///
/// ```swift
/// let metric = try Metric("nDCG@10")  // .nDCG(.linear, cutoff: 10)
/// metric.description                  // nDCG@10
/// ```
///
/// Where trec_eval has the measure, the value is trec_eval's. For all of them a document is relevant
/// from grade 1 up, one without a judgement is not relevant, and a topic that has no relevant
/// document scores 0. A cutoff is the number of documents looked at; a ranking that is shorter is
/// treated as if documents without relevance followed. A cutoff below 1 gives 0.
public enum Metric: Sendable, Hashable {
  /// Normalised discounted cumulative gain (Järvelin and Kekäläinen, TOIS 2002): the gain of each
  /// document divided by log₂(rank + 1), relative to the best order. `ndcg`, `ndcg_cut`.
  case nDCG(Gain, cutoff: Int?)

  /// The mean of the precisions at the ranks of the relevant documents, those not found counting 0.
  /// Its mean over topics is MAP. `map`, `map_cut`.
  case averagePrecision(cutoff: Int?)

  /// One divided by the rank of the first relevant document. Its mean is MRR. `recip_rank`.
  case reciprocalRank(cutoff: Int?)

  /// The share of relevant ones among the first documents. `P`.
  case precision(cutoff: Int)

  /// The share of all relevant documents that is among the first. `recall`.
  case recall(cutoff: Int)

  /// 1 if a relevant document is among the first, otherwise 0. `success`.
  case success(cutoff: Int)

  /// The share of judged ones among the first documents that there are: how far to trust the rest.
  case judged(cutoff: Int)

  /// Binary preference (Buckley and Voorhees, SIGIR 2004): how rarely a document judged not relevant
  /// ranks above a relevant one. Documents without a judgement play no part. `bpref`.
  case bpref

  /// Rank-biased precision (Moffat and Zobel, TOIS 2008): the expected relevance for a reader who
  /// goes on to the next document with probability `persistence`, which lies between 0 and 1.
  case rankBiasedPrecision(persistence: Double)

  /// What a grade is worth to nDCG.
  public enum Gain: Sendable, Hashable {
    /// The grade itself, as in trec_eval.
    case linear
    /// 2 to the power of the grade, less 1 (Burges et al., ICML 2005).
    case exponential
  }
}
