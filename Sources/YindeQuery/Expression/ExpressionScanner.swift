/// Finds where a regular expression ends that begins at a slash.
///
/// It is one when the next slash that is neither escaped nor in brackets ends the token. So `/usr/share` and `a/b` are
/// text.
struct ExpressionScanner {
  enum Result: Equatable {
    /// The place of the closing slash.
    case end(Int)
    case none
    /// It would be one, but for an opening bracket at this place.
    case unclosedBracket(Int)
  }

  private let scalars: [Unicode.Scalar]
  /// For each place the next closing bracket at or behind it that is not escaped; the length when there is none. Made when it is needed.
  private var closingBrackets: [Int] = []

  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  /// - Parameter open: where the slash stands.
  /// - Parameter endsToken: whether a token that ends before a place is whole.
  ///
  /// - Complexity: O(distance to the next slash), and O(n) once.
  mutating func scan(from open: Int, endsToken: (Int) -> Bool) -> Result {
    let first = open + 1
    guard first < scalars.count, scalars[first] != "/", !Syntax.isWhiteSpace(scalars[first]) else {
      return .none
    }
    var place = first
    while place < scalars.count {
      switch scalars[place] {
      case "\\": place += 2
      case "/": return endsToken(place + 1) ? .end(place) : .none
      case "[":
        // A bracket that comes first is a member.
        var inner = place + 1
        if inner < scalars.count, scalars[inner] == "^" { inner += 1 }
        if inner < scalars.count, scalars[inner] == "]" { inner += 1 }
        let close = closingBracket(from: inner)
        guard close < scalars.count else { return unclosed(place, endsToken) }
        place = close + 1
      default: place += 1
      }
    }
    return .none
  }

  private func unclosed(_ bracket: Int, _ endsToken: (Int) -> Bool) -> Result {
    var place = bracket + 1
    while place < scalars.count {
      switch scalars[place] {
      case "\\": place += 2
      case "/": return endsToken(place + 1) ? .unclosedBracket(bracket) : .none
      default: place += 1
      }
    }
    return .none
  }

  private mutating func closingBracket(from place: Int) -> Int {
    if closingBrackets.isEmpty {
      var isEscaped = [Bool](repeating: false, count: scalars.count)
      var at = 0
      while at + 1 < scalars.count {
        if scalars[at] == "\\" {
          isEscaped[at + 1] = true
          at += 2
        } else {
          at += 1
        }
      }
      closingBrackets = [Int](repeating: scalars.count, count: scalars.count + 1)
      for at in scalars.indices.reversed() {
        closingBrackets[at] =
          scalars[at] == "]" && !isEscaped[at] ? at : closingBrackets[at + 1]
      }
    }
    return closingBrackets[min(place, scalars.count)]
  }
}
