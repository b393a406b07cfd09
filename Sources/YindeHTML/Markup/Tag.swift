/// What a start tag says beyond its name. Tags that say nothing have no record.
struct Tag: Sendable {
  var element: Element
  /// `hidden`, or a style that takes the element off the page.
  var isHidden = false
  var hints: Hints = []
  /// The `datetime` of a `<time>`, in `CleanMarkup.strings`.
  var dateTime: Range<Int> = 0..<0
  /// ``dateTime`` is a `title` that looks like a date.
  var isDateTitle = false

  /// True if the name alone does not say all of it.
  @inline(__always)
  var isRemarkable: Bool { isHidden || !hints.isEmpty || !dateTime.isEmpty }
}

/// A page after the scanner: markup that every libxml2 reads alike, and what was taken out of it.
///
///     <DIV CLASS=nav hidden><p>a < b<p>&copy 2024      the page
///     <div y=0><p>a &lt; b</p><p>© 2024</p></div>      `markup`
///     (division, hidden, hint navigation)              `tags[0]`
struct CleanMarkup: Sendable {
  /// HTML in UTF-8: text, `<br>`, and elements that are properly nested, at most 512 deep, and
  /// have at most one attribute: `y`, the index of their record in `tags`.
  var markup: [UInt8] = []
  var tags: [Tag] = []
  /// Attribute values, decoded, one after another.
  var strings: [UInt8] = []
  var head = Head()
}

/// The parts of a page that are about it and not in it.
struct Head: Sendable {
  var title: [UInt8] = []
  var hasTitle = false
  var metas: [(key: MetaKey, value: [UInt8])] = []
  var canonical: [UInt8] = []
  var language: [UInt8] = []
  /// The texts of `<script type="application/ld+json">`, at most `Head.jsonLimit` of them.
  var json: [Range<Int>] = []

  static let jsonLimit = 16
  static let metaLimit = 64
}
