import YindeAnalysis
import YindeQuery

extension Judge {
  /// A wildcard or a regular expression that something in the corpus may fit.
  func pattern(_ random: inout SeededRandom) -> QueryNode {
    for _ in 0..<20 {
      let node: QueryNode =
        switch random.int(0..<8) {
        case 0: .expression(random.pick(Judge.expressions))
        case 1...4: .expression(expression(substring(2...6, &random), &random))
        case 5: .wildcard(random.pick(Judge.words))
        default: .wildcard(wildcard(substring(2...6, &random), &random))
        }
      // What is printed must parse to the same.
      let root = QueryNode.group([Clause(.should, node)])
      if (try? Query(parsing: root.description))?.root == root { return node }
    }
    return .expression("中.人")
  }

  private static let expressions = [
    "[0-9]{2,3}", "第?[一二1-9]", "\\d+[.:]\\d+", "的.{0,3}人", "\\bgpt", "o\\b", "^[中国]", "[。，]$",
    "(gpt|libre)[a-z]*", "[^\\p{Han}\\s]{8}", "x.*y", "(的|国)(人|中)", "zz+", "\\p{Katakana}{2}",
    "libre.*", "a.?b", "\\w{20}",
  ]

  private static let words: [[WildcardPart]] = [
    [.many, .text("ib"), .many], [.text("l"), .one, .text("b"), .many], [.one, .text("pt")],
    [.text("g"), .many, .text("o")], [.text("gpt-"), .one, .text("o")], [.many, .text("1"), .many],
    [.text("x86_"), .many], [.many, .text("abc")], [.text("z9"), .many, .text("9")],
  ]

  /// A text with some characters taken for signs.
  private func wildcard(_ text: String, _ random: inout SeededRandom) -> [WildcardPart] {
    var parts: [WildcardPart] = []
    for scalar in text.unicodeScalars {
      switch random.int(0..<5) {
      case 0: parts.append(.one)
      case 1: if parts.last != .many { parts.append(.many) }
      default:
        if case .text(let text) = parts.last {
          parts[parts.count - 1] = .text(text + String(scalar))
        } else {
          parts.append(.text(String(scalar)))
        }
      }
    }
    return parts
  }

  /// A text in which some characters are made wider.
  private func expression(_ text: String, _ random: inout SeededRandom) -> String {
    var expression = ""
    for scalar in text.unicodeScalars {
      let isPlain = scalar.properties.isAlphabetic || scalar.value > 0x3000
      let quoted =
        isPlain || scalar == " " ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
      switch random.int(0..<10) {
      case 0: expression += "."
      case 1: expression += "[\(quoted)的]"
      case 2: expression += "(\(quoted)|国人)"
      case 3: expression += quoted + "?"
      case 4: expression += quoted + "+"
      case 5: expression += quoted + ".{0,2}"
      default: expression += quoted
      }
    }
    return expression
  }
}
