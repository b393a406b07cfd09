/// How terms are weighed in the first stage.
public enum RankingModel: String, Sendable, CaseIterable {
  /// BM25, in which the words by which a question asks count half, and words of letters and digits beside Chinese ones count half
  /// as much again: a Chinese word is several overlapping bigrams, and a Latin one a single term.
  case yinde
  /// Plain BM25.
  case bm25

  /// How many documents the second stage looks at.
  public static let defaultRerank = 30
}
