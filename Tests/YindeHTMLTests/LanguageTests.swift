import Testing

@testable import YindeHTML

/// The language of a page: by its text, and by what it says.
@Suite struct LanguageTests {
  private func page(_ html: String) -> Page { Page(html: Array(html.utf8)) }

  @Test func languages() {
    func language(_ text: String, _ lang: String = "") -> String? {
      page("<html\(lang.isEmpty ? "" : " lang=\(lang)")><body><p>\(text)</p>").language
    }
    let simplified = "这个软件的发展说明了问题，请大家认真学习，并且进行讨论。"
    let traditional = "這個軟體的發展說明了問題，請大家認真學習，並且進行討論。"
    let english = String(repeating: "The history of the town and the way to get to it. ", count: 6)
    for lang in ["", "en", "zh", "zh-TW", "ja", "x"] {
      #expect(language(simplified + simplified, lang) == "zh-Hans", "\(lang)")
      #expect(language(traditional + traditional, lang) == "zh-Hant", "\(lang)")
    }
    #expect(language("天下大同", "zh-TW") == "zh-TW")
    #expect(language("天下大同") == "zh")
    #expect(language("日本語", "ja") == "ja")
    #expect(language("これは日本語の文章です。漢字も使います。", "zh-CN") == "ja")
    #expect(language("한국어로 쓴 문장입니다. 한글만 있습니다.", "en") == "ko")
    #expect(language(simplified + "「テスト」", "zh-CN") == "zh-Hans")
    #expect(language(english, "zh-CN") == "en")
    #expect(language(english, "en-GB") == "en-GB")
    #expect(language("Der Ort und die Leute, und was man dort sieht.", "de") == "de")
    #expect(language("int main(void)") == nil)
    #expect(
      language(String(repeating: "let x = printf(argument) ", count: 20) + simplified) == "zh-Hans")
    #expect(language(english + "简体中文", "") == "en")
    #expect(language("") == nil)
  }

  @Test func theTablesOfScriptsAreApart() {
    let simplified = Set(ScriptTable.simplified.unicodeScalars)
    let traditional = Set(ScriptTable.traditional.unicodeScalars)
    #expect(simplified.count > 150 && traditional.count > 150)
    #expect(simplified.isDisjoint(with: traditional))
    for shared in "后里台干面谷的一是国學".unicodeScalars.prefix(8) {
      #expect(!simplified.contains(shared) && !traditional.contains(shared))
    }
  }
}
