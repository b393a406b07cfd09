extension MarkupScanner {
  /// Reads a tag's name from `position` and folds it into a hash.
  private mutating func scanName() -> NameHash {
    var hash = NameHash()
    while position < source.count {
      let byte = source[position]
      if byte.isHTMLSpace || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") { break }
      hash.addFolded(byte)
      position += 1
    }
    return hash
  }

  /// Reads attributes up to and with `>`. False if the page ends first: then there is no tag.
  mutating func scanAttributes() -> Bool {
    attributes.removeAll()
    let end = source.count
    var index = position
    while index < end {
      let byte = source[index]
      if byte == UInt8(ascii: ">") {
        position = index + 1
        return true
      }
      if byte.isHTMLSpace {
        index += 1
        continue
      }
      if byte == UInt8(ascii: "/") {
        index += 1
        if index < end, source[index] == UInt8(ascii: ">") { attributes.isSelfClosing = true }
        continue
      }
      // A name: an equals sign may begin it.
      var hash = NameHash()
      hash.addFolded(byte)
      index += 1
      while index < end {
        let byte = source[index]
        if byte == UInt8(ascii: "=") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
          || byte.isHTMLSpace
        {
          break
        }
        hash.addFolded(byte)
        index += 1
      }
      while index < end, source[index].isHTMLSpace { index += 1 }
      var value = index..<index
      if index < end, source[index] == UInt8(ascii: "=") {
        index += 1
        while index < end, source[index].isHTMLSpace { index += 1 }
        guard index < end else { break }
        let quote = source[index]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
          let close = firstIndex(of: quote, from: index + 1)
          guard close < end else { break }
          value = (index + 1)..<close
          index = close + 1
        } else {
          let start = index
          while index < end, source[index] != UInt8(ascii: ">"), !source[index].isHTMLSpace {
            index += 1
          }
          value = start..<index
        }
      }
      if let name = AttributeName.named(hash) { attributes.set(name, value) }
    }
    position = end
    return false
  }

  mutating func scanEndTag() {
    position += 2
    let element = Element.named(scanName())
    guard scanAttributes() else { return }
    skipsLineFeed = false
    closeElement(element)
  }

  mutating func scanStartTag() {
    position += 1
    let element = Element.named(scanName())
    guard scanAttributes() else { return }
    skipsLineFeed = false
    if isForeign, scanForeign(element) { return }
    if isXML, attributes.isSelfClosing, scanEmptyElement(element) { return }
    switch element {
    case .script: scanScriptElement()
    case .style: _ = scanRawText(until: "style")
    case .iframe: _ = scanRawText(until: "iframe")
    case .noembed: _ = scanRawText(until: "noembed")
    case .title: scanTitle()
    case .textarea:
      openElement(.textarea, tag(.textarea))
      skipsLineFeed = true
      emitText(scanRawText(until: "textarea"), references: true)
      closeElement(.textarea)
    case .xmp:
      openElement(.pre, tag(.pre))
      emitText(scanRawText(until: "xmp"), references: false)
      closeElement(.pre)
    case .plaintext:
      openElement(.pre, tag(.pre))
      emitText(position..<source.count, references: false)
      position = source.count
    case .template:
      let mode = attributes[.shadowrootmode]
      if mode.isEmpty {
        templates.append((result.markup.count, result.tags.count))
        push(.template, written: false)
      }
    case .meta: scanMeta()
    case .link: scanLink()
    case .html: if result.head.language.isEmpty { result.head.language = value(.lang) }
    case .head, .void: break
    case .body: openBody()
    case .img: emitAttribute(attributes[.alt])
    case .input: scanInput()
    case .wbr: break
    case .svg, .math:
      if !attributes.isSelfClosing { openElement(element, tag(element)) }
    case .dialog:
      var tag = tag(.dialog)
      if !attributes.has(.open) { tag.isHidden = true }
      openElement(.dialog, tag)
    case .pre:
      openElement(.pre, tag(.pre))
      skipsLineFeed = true
    default:
      openElement(element, tag(element))
    }
  }

  /// `<div/>` in XML: an element without content. False for those that have none in HTML either.
  private mutating func scanEmptyElement(_ element: Element) -> Bool {
    switch element {
    case .meta, .link, .img, .input, .wbr, .head, .void, .html, .body: return false
    case .script, .style, .iframe, .noembed, .title, .textarea, .xmp, .plaintext, .template:
      return true
    case let element where element.traits.contains(.void): return false
    default:
      openElement(element, tag(element))
      closeElement(element)
      return true
    }
  }

  /// In SVG or MathML: true if the tag is done with.
  private mutating func scanForeign(_ element: Element) -> Bool {
    switch element {
    case .script, .style:
      // Their text is never shown, and their end tag is near.
      return attributes.isSelfClosing
    case .title, .description:
      if !attributes.isSelfClosing { openElement(.description, tag(.description)) }
      return true
    case let element where element.traits.contains(.leavesForeign):
      leaveForeign()
      return false
    case .text:
      // Texts of a drawing stand each in its own place.
      writeStart(.br, Tag(element: .br))
      return true
    case .foreignObject, .svg, .math, .a:
      if !attributes.isSelfClosing { openElement(element, tag(element)) }
      return true
    default:
      // An SVG element that only shares the name of an HTML one.
      return true
    }
  }

  private mutating func scanScriptElement() {
    let isData = equalsFolded(attributes[.type], "application/ld+json")
    let range = scanScript()
    if isData, templates.isEmpty, result.head.json.count < Head.jsonLimit {
      result.head.json.append(range)
    }
  }

  private mutating func scanTitle() {
    let range = scanRawText(until: "title")
    guard !result.head.hasTitle, templates.isEmpty else { return }
    result.head.title = decoded(range, inAttribute: false)
    result.head.hasTitle = true
  }

  private mutating func scanMeta() {
    guard templates.isEmpty, result.head.metas.count < Head.metaLimit else { return }
    for name in [AttributeName.property, .name, .itemprop] where attributes.has(name) {
      var hash = NameHash()
      for index in attributes[name] where !source[index].isHTMLSpace {
        hash.addFolded(source[index])
      }
      guard let key = MetaKey.named(hash) else { continue }
      let content = value(.content)
      if !content.isEmpty { result.head.metas.append((key, content)) }
      return
    }
  }

  private mutating func scanLink() {
    guard templates.isEmpty, result.head.canonical.isEmpty,
      equalsFolded(attributes[.rel], "canonical")
    else { return }
    result.head.canonical = value(.href)
  }

  /// A button's label is its value; what is typed into other fields is nobody's text.
  private mutating func scanInput() {
    let type = attributes[.type]
    guard
      equalsFolded(type, "submit") || equalsFolded(type, "button") || equalsFolded(type, "reset")
    else {
      if equalsFolded(type, "image") { emitAttribute(attributes[.alt]) }
      return
    }
    guard !attributes[.value].isEmpty else { return }
    let label = attributes[.value]
    openElement(.button, tag(.button))
    emitAttribute(label)
    closeElement(.button)
  }

  private mutating func openBody() {
    var tag = tag(.body)
    // The class of `body` describes the page, not a part of it.
    tag.hints = []
    if tag.isHidden, !openElements(contain: .body) { openElement(.body, tag) }
  }

  // MARK: Values

  private func value(_ name: AttributeName) -> [UInt8] {
    decoded(attributes[name], inAttribute: true)
  }

  /// Compares a value with lower-case ASCII, ignoring its case and the space around it.
  func equalsFolded(_ range: Range<Int>, _ text: StaticString) -> Bool {
    var range = range
    while let first = range.first, source[first].isHTMLSpace { range.removeFirst() }
    while let last = range.last, source[last].isHTMLSpace { range.removeLast() }
    guard range.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { wanted in
      for (offset, index) in range.enumerated() {
        let byte = source[index]
        let folded = byte &- 0x41 < 26 ? byte | 0x20 : byte
        if unsafe wanted[offset] != folded { return false }
      }
      return true
    }
  }

  /// The record of the tag whose attributes were just read.
  private mutating func tag(_ element: Element) -> Tag {
    var tag = Tag(element: element)
    guard attributes.present != 0 else { return tag }
    tag.isHidden =
      (attributes.has(.hidden) && !equalsFolded(attributes[.hidden], "until-found"))
      || (attributes.has(.style) && hidesElement(attributes[.style]))
    for name in [AttributeName.class, .id, .role, .itemprop, .rel] where attributes.has(name) {
      tag.hints.formUnion(Hints(source.span, in: attributes[name], attribute: name))
    }
    if element == .a, attributes[.href].isEmpty { tag.element = .span }
    // Microdata says a date in `content` where it is not a `<time>`.
    let isDate = attributes.has(.itemprop) && equalsFolded(attributes[.itemprop], "datepublished")
    let date: AttributeName =
      isDate && !attributes.has(.datetime) ? .content : .datetime
    if element == .time || isDate, attributes.has(date) {
      let start = result.strings.count
      result.strings.append(contentsOf: value(date))
      tag.dateTime = start..<result.strings.count
    } else if attributes.has(.title), looksLikeDate(attributes[.title]) {
      let start = result.strings.count
      result.strings.append(contentsOf: value(.title))
      tag.dateTime = start..<result.strings.count
      tag.isDateTitle = true
    }
    return tag
  }

  /// Whether a value is as long as a date with its time and begins with a year of ours.
  private func looksLikeDate(_ range: Range<Int>) -> Bool {
    guard (8...32).contains(range.count) else { return false }
    let first = source[range.lowerBound]
    return (first == 0x31 || first == 0x32) && source[range.lowerBound + 1].isASCIIDigit
  }

  /// True for `display: none` and `visibility: hidden` in a style attribute; of several the last counts.
  private func hidesElement(_ style: Range<Int>) -> Bool {
    var isNone = false
    var isHidden = false
    var index = style.lowerBound
    while index < style.upperBound {
      // One declaration, its space left out and its case folded.
      var hash = NameHash()
      var property = NameHash()
      while index < style.upperBound, source[index] != UInt8(ascii: ";") {
        if source[index] == UInt8(ascii: "!") {
          while index < style.upperBound, source[index] != UInt8(ascii: ";") { index += 1 }
          break
        }
        if source[index] == UInt8(ascii: ":") { property = hash }
        if !source[index].isHTMLSpace { hash.addFolded(source[index]) }
        index += 1
      }
      if property == Self.display { isNone = hash == Self.displayNone }
      if property == Self.visibility { isHidden = hash == Self.visibilityHidden }
      index += 1
    }
    return isNone || isHidden
  }

  private static let display = NameHash("display".utf8)
  private static let visibility = NameHash("visibility".utf8)
  private static let displayNone = NameHash("display:none".utf8)
  private static let visibilityHidden = NameHash("visibility:hidden".utf8)
}
