import Testing

@testable import YindeAnalysis

@Suite struct QuestionWordsTests {
  /// The characters of question words in brackets.
  private func marked(_ text: String) -> String {
    var analyzer = Analyzer()
    let terms = analyzer.terms(of: text)
    var shown = ""
    for (term, isMarked) in zip(terms, QuestionWords.marks(terms)) {
      guard case .gram(let first, _) = term, let scalar = Unicode.Scalar(first) else { continue }
      shown += isMarked ? "[\(scalar)]" : "\(scalar)"
    }
    return shown
  }

  @Test func theLongestWordAtEachPlaceIsMarked() {
    #expect(marked("什么是人工智能") == "[什][么]是人工智能")
    #expect(marked("请问失业保险怎么办理吗") == "[请][问]失业保险[怎][么][办]理[吗]")
    #expect(marked("人工智能") == "人工智能")
    #expect(marked("") == "")
  }

  @Test func traditionalAndCantoneseWordsAreMarked() {
    #expect(marked("請問為什麼下雨") == "[请][问][为][什][么]下雨")
    #expect(marked("點樣去機場") == "[点][样]去机场")
    #expect(marked("邊度有得食") == "[边][度]有得食")
  }

  /// A word does not go on behind punctuation, a space or a Latin word.
  @Test func aWordLiesInOneRun() {
    #expect(marked("什，么是") == "什[么]是")
    #expect(marked("到A底") == "到底")
  }

  /// Every word is in folded characters, or it would never be found.
  @Test func theListIsFolded() {
    for word in QuestionWords.list.split(whereSeparator: \.isWhitespace) {
      var folded: [UInt32] = []
      Folding.fold(word.unicodeScalars.map(\.value), into: &folded)
      #expect(folded == word.unicodeScalars.map(\.value), "\(word)")
    }
  }
}
