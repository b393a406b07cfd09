/// An element that was opened and is not yet closed.
struct OpenElement {
  var element: Element
  /// True if the markup has its start tag, and so needs its end tag.
  var isWritten: Bool
}

/// Nesting: the stack of open elements of the standard's tree construction (13.2.4.2), reduced to
/// what decides where text belongs. Formatting elements are not followed at all.
extension MarkupScanner {
  /// Browsers stop nesting at 512 as well. Deeper elements only break the text.
  static let depthLimit = 512

  var isForeign: Bool {
    guard openElements(contain: .svg) || openElements(contain: .math) else { return false }
    for entry in open.reversed() {
      switch entry.element {
      case .svg, .math: return true
      case .foreignObject, .template: return false
      default: continue
      }
    }
    return false
  }

  @inline(__always)
  func openElements(contain element: Element) -> Bool { openCounts[Int(element.rawValue)] > 0 }

  // MARK: Start tags

  mutating func openElement(_ element: Element, _ tag: Tag) {
    var tag = tag
    let element = element == .a ? tag.element : element
    tag.element = element
    let traits = element.traits
    if traits.contains(.plain), !tag.isRemarkable {
      // Followed only where an end tag of its name could be taken for an outer one's.
      if openElements(contain: element), open.count < Self.depthLimit {
        push(element, written: false)
      }
      return
    }
    closeImplied(before: element, traits)
    if element == .br || element == .hr { return writeStart(element, tag) }
    guard open.count < Self.depthLimit else {
      if traits.contains(.block) {
        overflow += 1
        writeStart(.br, Tag(element: .br))
      }
      return
    }
    push(element, written: true)
    writeStart(element, tag)
  }

  /// Closes what a start tag ends without saying so.
  private mutating func closeImplied(before element: Element, _ traits: Element.Traits) {
    if traits.contains(.closesParagraph), openElements(contain: .p) { close(.p) }
    switch element {
    case .li: if openElements(contain: .li) { closeItem(.li, .li) }
    case .dt, .dd:
      if openElements(contain: .dt) || openElements(contain: .dd) { closeItem(.dt, .dd) }
    case .option, .optgroup:
      if openElements(contain: .option) { close(.option) }
      if element == .optgroup, openElements(contain: .optgroup) { close(.optgroup) }
    case .h1, .h2, .h3, .h4, .h5, .h6:
      if let last = open.last, last.element.isHeading { pop() }
    case .a:
      // Links do not nest. One that a block inside keeps open stays.
      if openElements(contain: .a) { closeInline(.a) }
    case .button: if openElements(contain: .button) { close(.button) }
    case .td, .th: closeCells()
    case .tr:
      closeCells()
      closeInTable(.tr)
    case .tbody, .caption, .colgroup:
      closeCells()
      closeInTable(.tr)
      closeInTable(.tbody)
      closeInTable(.caption)
      closeInTable(.colgroup)
    case .rt, .rp, .rb:
      for part in [Element.rt, .rp, .rb] where openElements(contain: part) { closeInline(part) }
    default: break
    }
  }

  private mutating func closeCells() {
    closeInTable(.td)
    closeInTable(.th)
    closeInTable(.caption)
  }

  // MARK: End tags

  mutating func closeElement(_ element: Element) {
    switch element {
    case .template: return closeTemplate()
    case .br: return openElement(.br, Tag(element: .br))
    case .text:
      if isForeign { writeStart(.br, Tag(element: .br)) }
      return
    case .title:
      // Only a drawing's title is followed: as a description.
      return closeElement(.description)
    case .html, .head, .body, .meta, .link, .void, .script, .style, .iframe: return
    default: break
    }
    let traits = element.traits
    if overflow > 0, traits.contains(.block) {
      overflow -= 1
      return writeStart(.br, Tag(element: .br))
    }
    guard traits.contains(.block) else {
      // A span may have become a link's twin: `<a name=x>` is a span here.
      if openElements(contain: element) { return closeInline(element) }
      if element == .a, openElements(contain: .span) { closeInline(.span) }
      return
    }
    if element.isHeading {
      return closeHeading()
    }
    guard openElements(contain: element) else {
      // `</p>` alone is an empty paragraph; other strays are nothing.
      if element == .p { writeStart(.br, Tag(element: .br)) }
      return
    }
    switch element {
    case .td, .th, .tr, .tbody, .caption, .colgroup, .table: closeInTable(element)
    default: close(element)
    }
  }

  private mutating func closeTemplate() {
    guard let template = templates.popLast() else { return }
    dropBack(to: template)
    while let entry = open.last {
      forgetLast()
      if entry.element == .template { break }
    }
  }

  private mutating func closeHeading() {
    for index in open.indices.reversed() {
      let element = open[index].element
      if element.isHeading { return pop(to: index) }
      if element.traits.contains(.scope) { return }
    }
  }

  /// Closes the nearest such element that no table cell or the like stands in front of.
  private mutating func close(_ element: Element) {
    for index in open.indices.reversed() {
      let entry = open[index].element
      if entry == element { return pop(to: index) }
      if entry.traits.contains(.scope) { return }
    }
  }

  /// Closes a list item, unless its list has a list inside that is still open.
  private mutating func closeItem(_ first: Element, _ second: Element) {
    for index in open.indices.reversed() {
      let entry = open[index].element
      if entry == first || entry == second { return pop(to: index) }
      if entry.traits.contains(.scope) { return }
      if entry.traits.contains(.block), entry != .division, entry != .p { return }
    }
  }

  /// Closes an inline element, unless a block stands inside it.
  private mutating func closeInline(_ element: Element) {
    for index in open.indices.reversed() {
      let entry = open[index].element
      if entry == element { return pop(to: index) }
      if entry.traits.contains(.block) || entry == .template { return }
    }
  }

  /// Closes a part of the nearest table, with everything in it.
  private mutating func closeInTable(_ element: Element) {
    guard openElements(contain: element) else { return }
    for index in open.indices.reversed() {
      let entry = open[index].element
      if entry == element { return pop(to: index) }
      if entry == .table || entry == .template { return }
    }
  }

  /// An HTML element ends SVG or MathML around it.
  mutating func leaveForeign() {
    while isForeign, let last = open.last?.element {
      pop()
      if last == .svg || last == .math { break }
    }
  }

  mutating func closeAll() {
    while !open.isEmpty { pop() }
  }

  // MARK: The stack

  mutating func push(_ element: Element, written: Bool) {
    open.append(OpenElement(element: element, isWritten: written))
    openCounts[Int(element.rawValue)] += 1
  }

  private mutating func pop(to index: Int) {
    while open.count > index { pop() }
  }

  private mutating func pop() {
    guard let entry = open.last else { return }
    forgetLast()
    if entry.isWritten { writeEnd(entry.element) }
  }

  private mutating func forgetLast() {
    let entry = open.removeLast()
    openCounts[Int(entry.element.rawValue)] -= 1
  }

  // MARK: Writing

  mutating func writeStart(_ element: Element, _ tag: Tag) {
    result.markup.append(UInt8(ascii: "<"))
    result.markup.append(contentsOf: element.carrier)
    if tag.isRemarkable || !element.isItsOwnCarrier {
      result.markup.append(contentsOf: " y=".utf8)
      result.markup.append(decimal: result.tags.count)
      result.tags.append(tag)
    }
    result.markup.append(UInt8(ascii: ">"))
  }

  private mutating func writeEnd(_ element: Element) {
    result.markup.append(contentsOf: "</".utf8)
    result.markup.append(contentsOf: element.carrier)
    result.markup.append(UInt8(ascii: ">"))
  }
}

extension Element {
  /// The element that libxml2 sees: one that HTML 4 has, or `div` or `span` for all others, because
  /// libxml2 reports each tag that it does not know, which takes longer than parsing it.
  var carrier: [UInt8] { Self.carriers[Int(rawValue)] }

  var isItsOwnCarrier: Bool { Self.ownCarriers[Int(rawValue)] != nil }

  private static let ownCarriers: [[UInt8]?] = {
    var table = [[UInt8]?](repeating: nil, count: Int(Element.noscript.rawValue) + 1)
    let own: [(Element, StaticString)] = [
      (.division, "div"), (.span, "span"), (.a, "a"), (.p, "p"), (.li, "li"), (.ul, "ul"),
      (.ol, "ol"), (.dl, "dl"), (.dt, "dt"), (.dd, "dd"), (.table, "table"), (.tr, "tr"),
      (.td, "td"), (.th, "th"), (.br, "br"), (.hr, "hr"),
    ]
    for (element, name) in own { table[Int(element.rawValue)] = Array(name.description.utf8) }
    return table
  }()

  private static let carriers: [[UInt8]] = ownCarriers.enumerated().map { raw, own in
    if let own { return own }
    let isBlock = Element(rawValue: UInt8(raw))?.traits.contains(.block) ?? false
    return Array((isBlock ? "div" : "span").utf8)
  }
}

extension [UInt8] {
  mutating func append(decimal value: Int) {
    precondition(value >= 0)
    var divisor = 1
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
  }
}
