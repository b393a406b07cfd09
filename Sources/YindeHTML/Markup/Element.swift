/// An element of HTML as far as the text of a page depends on it.
///
/// Elements that lay out alike share a case: `i`, `em`, `font`, `mark` and every unknown name are
/// `inline`, because none of them ends a run of text.
enum Element: UInt8, Sendable {
  // Inline.
  case inline, span, a, time, ruby, rb, rt, rp, br, wbr, img, input, label
  // Inline outside, but a box of their own: text on both sides does not touch.
  case button, select, textarea, object
  // Blocks.
  case division, p, pre, li, dt, dd, ul, ol, dl, h1, h2, h3, h4, h5, h6, hr, blockquote
  case option, optgroup, figcaption, form, legend, summary
  case article, section, main, nav, header, footer, aside
  case table, caption, colgroup, tbody, tr, td, th
  // The page.
  case html, head, body, title, meta, link
  // Raw text and what is never shown.
  case script, style, template, iframe, noembed, xmp, plaintext, fallback, datalist, dialog
  case void
  // Foreign content.
  case svg, math, foreignObject, description, text
  // Shown where no script runs, as here.
  case noscript

  /// What the parser does with an element, one bit each.
  struct Traits: OptionSet, Sendable {
    let rawValue: UInt16
    /// Ends the run of text before it, and the one in it.
    static let block = Traits(rawValue: 1)
    /// Has no content and no end tag.
    static let void = Traits(rawValue: 2)
    /// Ends an open paragraph.
    static let closesParagraph = Traits(rawValue: 4)
    /// End tags outside do not reach in past it ("scope" in the standard).
    static let scope = Traits(rawValue: 8)
    /// Text has no meaning of its own in it: the element need not be followed.
    static let plain = Traits(rawValue: 16)
    /// Ends foreign content (SVG, MathML) that somebody forgot to end.
    static let leavesForeign = Traits(rawValue: 32)
  }

  var traits: Traits { Self.traitTable[Int(rawValue)] }

  var isHeading: Bool { rawValue >= Element.h1.rawValue && rawValue <= Element.h6.rawValue }

  private static let traitTable: [Traits] = (0...Element.noscript.rawValue).map { raw in
    // Every value in the range is a case: the enumeration has no gaps.
    guard let element = Element(rawValue: raw) else { return [] }
    switch element {
    case .inline, .label, .text: return [.plain]
    case .span: return [.plain, .leavesForeign]
    case .a, .time, .ruby, .rb, .rt, .rp: return []
    case .br, .img: return [.void, .leavesForeign]
    case .input, .wbr, .void: return [.void]
    case .button, .object: return [.block, .scope]
    case .select, .textarea, .fallback, .datalist: return [.block]
    case .hr: return [.block, .void, .closesParagraph, .leavesForeign]
    case .option, .optgroup, .legend: return [.block]
    case .td, .th, .caption: return [.block, .scope]
    case .colgroup, .tbody, .tr: return [.block]
    case .table: return [.block, .scope, .closesParagraph, .leavesForeign]
    case .division, .p, .pre, .li, .dt, .dd, .ul, .ol, .dl, .h1, .h2, .h3, .h4, .h5, .h6,
      .blockquote, .figcaption, .form, .summary, .article, .section, .main, .nav, .header,
      .footer, .aside, .dialog:
      return [.block, .closesParagraph, .leavesForeign]
    case .xmp, .plaintext: return [.block, .closesParagraph]
    case .body, .html, .head, .meta, .link: return [.leavesForeign]
    case .noscript: return [.block]
    case .template: return [.scope]
    case .title, .script, .style, .iframe, .noembed: return []
    case .svg, .math, .foreignObject, .description: return []
    }
  }

  // MARK: Names

  /// The names of the standard (and a few older ones), grouped by what they are here.
  private static let names: [(Element, String)] = [
    (
      .inline,
      """
      abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd mark meter
      nobr output picture progress q s samp slot small strike strong sub sup tt u var
      noframes map
      """
    ),
    (.span, "span"), (.a, "a"), (.time, "time"), (.ruby, "ruby"), (.rb, "rb"), (.rt, "rt rtc"),
    (.rp, "rp"), (.br, "br"), (.wbr, "wbr"), (.img, "img image"), (.input, "input"),
    (.label, "label"), (.button, "button"), (.select, "select"), (.textarea, "textarea"),
    (.object, "object applet marquee"),
    (
      .division,
      "div center address details dir menu fieldset figure hgroup search frameset"
    ),
    (.p, "p"), (.pre, "pre listing"), (.li, "li"), (.dt, "dt"), (.dd, "dd"), (.ul, "ul"),
    (.ol, "ol"),
    (.dl, "dl"), (.h1, "h1"), (.h2, "h2"), (.h3, "h3"), (.h4, "h4"), (.h5, "h5"), (.h6, "h6"),
    (.hr, "hr"), (.blockquote, "blockquote"), (.option, "option"), (.optgroup, "optgroup"),
    (.figcaption, "figcaption"), (.form, "form"), (.legend, "legend"), (.summary, "summary"),
    (.article, "article"), (.section, "section"), (.main, "main"), (.nav, "nav"),
    (.header, "header"), (.footer, "footer"), (.aside, "aside"), (.table, "table"),
    (.caption, "caption"), (.colgroup, "colgroup"), (.tbody, "tbody thead tfoot"), (.tr, "tr"),
    (.td, "td"), (.th, "th"), (.html, "html"), (.head, "head"), (.body, "body"),
    (.title, "title"), (.meta, "meta"), (.link, "link"), (.script, "script"),
    (.style, "style"), (.template, "template"), (.iframe, "iframe"), (.noembed, "noembed"),
    (.xmp, "xmp"), (.plaintext, "plaintext"), (.fallback, "video audio canvas"),
    (.datalist, "datalist"), (.dialog, "dialog"),
    (
      .void,
      "area base basefont bgsound col embed frame isindex keygen param source track command"
    ),
    (.svg, "svg"), (.math, "math"), (.foreignObject, "foreignobject annotation-xml"),
    (.description, "desc"), (.text, "text"), (.noscript, "noscript"),
  ]

  private static let elementsByName: NameTable = {
    var table = NameTable(capacity: 512)
    for (element, list) in names {
      for name in list.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
        table.insert(name, value: UInt32(element.rawValue))
      }
    }
    return table
  }()

  /// The element of a name given by its hash (see `NameTable`); `inline` when it is unknown.
  static func named(_ hash: NameHash) -> Element {
    guard let value = elementsByName[hash] else { return .inline }
    return Element(rawValue: UInt8(truncatingIfNeeded: value)) ?? .inline
  }
}
