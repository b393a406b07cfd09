/// A drawing in SVG 1.1, built from front to back of the file. Coordinates are in pixels, y grows downwards.
struct Drawing {
  let width: Double
  let height: Double
  private var body = ""

  enum Anchor: String { case start, middle, end }

  /// Colours that stay apart in print and for colour-blind readers (Okabe and Ito, 2008).
  static let first = "#0072b2"
  static let second = "#d55e00"
  static let ink = "#222"
  static let faint = "#ddd"

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, colour: String = Drawing.ink
  ) {
    body +=
      "<line x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\" stroke=\"\(colour)\"/>\n"
  }

  mutating func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, fill: String,
    stroke: String? = nil, title: String? = nil
  ) {
    let outline = stroke.map { " stroke=\"\($0)\"" } ?? ""
    body +=
      "<rect x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(width))\" height=\"\(n(height))\" "
      + "fill=\"\(fill)\"\(outline)"
    // What a browser shows when the pointer rests there.
    body += title.map { "><title>\(Drawing.escaped($0))</title></rect>\n" } ?? "/>\n"
  }

  mutating func polyline(_ points: [(x: Double, y: Double)], colour: String) {
    let text = points.map { "\(n($0.x)),\(n($0.y))" }.joined(separator: " ")
    body += "<polyline points=\"\(text)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\"/>\n"
  }

  mutating func dot(_ x: Double, _ y: Double, colour: String) {
    body += "<circle cx=\"\(n(x))\" cy=\"\(n(y))\" r=\"3\" fill=\"\(colour)\"/>\n"
  }

  mutating func text(
    _ text: String, _ x: Double, _ y: Double, anchor: Anchor = .start, size: Int = 12,
    colour: String = Drawing.ink, isBold: Bool = false, isUpright: Bool = false
  ) {
    let turned = isUpright ? " transform=\"rotate(-90 \(n(x)) \(n(y)))\"" : ""
    let weight = isBold ? " font-weight=\"bold\"" : ""
    body +=
      "<text x=\"\(n(x))\" y=\"\(n(y))\" text-anchor=\"\(anchor.rawValue)\" font-size=\"\(size)\" "
      + "fill=\"\(colour)\"\(weight)\(turned)>\(Drawing.escaped(text))</text>\n"
  }

  /// The file.
  var svg: String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <svg xmlns="http://www.w3.org/2000/svg" width="\(n(width))" height="\(n(height))" \
    viewBox="0 0 \(n(width)) \(n(height))" font-family="sans-serif">
    <rect width="100%" height="100%" fill="white"/>
    \(body)</svg>

    """
  }

  /// A hundredth of a pixel is enough.
  private func n(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    return rounded == rounded.rounded() ? String(Int(rounded)) : "\(rounded)"
  }

  /// Text without what XML takes for markup or does not allow at all.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}", "\u{FFFE}"..."\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
