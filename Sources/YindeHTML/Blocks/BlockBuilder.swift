/// Turns the events of a page into runs of text and the tree of block elements around them.
///
/// A class, because libxml2 hands its callbacks one pointer.
final class BlockBuilder {
  private let tags: [Tag]
  private let strings: [UInt8]
  private(set) var visible = TextRun()
  /// Text that the page hides; used only when nothing else is on it.
  private(set) var hidden = TextRun()
  /// The block elements in the order of their start tags; the page itself is the first.
  private(set) var containers: [Container] = [Container(element: .body, parent: -1)]
  private(set) var marks = Marks()

  private var frames: [Frame] = []
  private var frame = Frame(element: .body, container: 0)

  /// What applies to the text in an open element.
  private struct Frame {
    var element: Element
    var container: Int32
    var headingLevel: UInt8 = 0
    var isHidden = false
    var isLink = false
    var isPreformatted = false
    /// In a ruby reading, or its parentheses.
    var ruby: Ruby = .base
    var mark: Mark = .none
  }

  private enum Ruby { case base, reading, parenthesis }
  private enum Mark { case none, author, date }

  init(_ clean: CleanMarkup) {
    tags = clean.tags
    strings = clean.strings
    // Text is never longer than its markup. Memory that is not written to costs nothing; growing would, twice the text.
    visible.reserve(clean.markup.count)
  }

  // MARK: Events

  func start(name: NameHash, record: Int?) {
    var tag: Tag
    if let record {
      // The number was written by the scanner; checked all the same.
      guard record < tags.count else { return start(Tag(element: .inline)) }
      tag = tags[record]
    } else {
      tag = Tag(element: Element.named(name))
    }
    start(tag)
  }

  private func start(_ tag: Tag) {
    let element = tag.element
    let traits = element.traits
    frames.append(frame)
    if traits.contains(.block) || element == .br { endRun() }
    frame.element = element
    if tag.isHidden { frame.isHidden = true }
    if traits.contains(.block), !traits.contains(.void) {
      containers.append(Container(element: element, parent: frame.container, hints: tag.hints))
      frame.container = Int32(clamping: containers.count - 1)
    }
    switch element {
    case .a: frame.isLink = true
    case .h1, .h2, .h3, .h4, .h5, .h6:
      frame.headingLevel = element.rawValue - Element.h1.rawValue + 1
    case .pre, .textarea: frame.isPreformatted = true
    case .rt: frame.ruby = .reading
    case .rp: frame.ruby = .parenthesis
    case .rb, .ruby: frame.ruby = .base
    case .fallback, .datalist, .description: frame.isHidden = true
    default: break
    }
    if !tag.dateTime.isEmpty, !frame.isHidden {
      marks.addDateTime(
        strings[tag.dateTime], block: visible.blocks.count, isTitle: tag.isDateTitle)
    }
    if tag.hints.contains(.author), frame.mark == .none { frame.mark = .author }
  }

  func end() {
    guard let outer = frames.popLast() else { return }
    if frame.element.traits.contains(.block) { endRun() }
    if frame.ruby == .reading, outer.ruby != .reading {
      if frame.isHidden { hidden.endReading() } else { visible.endReading() }
    }
    if frame.mark == .author, outer.mark == .none { marks.endAuthor() }
    frame = outer
  }

  func text(_ bytes: Span<UInt8>) {
    switch frame.ruby {
    case .parenthesis: return
    case .reading:
      if frame.isHidden { hidden.appendReading(bytes) } else { visible.appendReading(bytes) }
      return
    case .base: break
    }
    if frame.isHidden {
      hidden.append(bytes, isLink: frame.isLink)
    } else if frame.isPreformatted {
      visible.appendVerbatim(bytes, isLink: frame.isLink)
    } else {
      visible.append(bytes, isLink: frame.isLink)
    }
    if frame.mark == .author, !frame.isHidden { marks.addAuthor(bytes) }
  }

  /// Ends the last run. To be called once, after the last event.
  func finish() {
    while !frames.isEmpty { end() }
    endRun()
    frame.isHidden = true
    endRun()
  }

  private func endRun() {
    let place = BlockPlace(
      container: frame.container, headingLevel: frame.headingLevel,
      isPreformatted: frame.isPreformatted)
    if frame.isHidden { hidden.endRun(place) } else { visible.endRun(place) }
  }
}

/// A block element: its place in the tree.
struct Container: Sendable {
  var element: Element
  /// Its parent's index, smaller than its own; -1 for the page.
  var parent: Int32
  var hints: Hints = []
}

/// What elements say about the page in passing: names of authors, dates.
struct Marks: Sendable {
  private(set) var author: [UInt8] = []
  private var isAuthorDone = false
  /// The first dates that elements tell in attributes, with the number of the block that follows.
  private(set) var dateTimes: [(value: [UInt8], block: Int)] = []
  /// The same of `title` attributes.
  private(set) var titles: [(value: [UInt8], block: Int)] = []

  static let authorLimit = 120
  static let dateTimeLimit = 16

  mutating func addAuthor(_ bytes: Span<UInt8>) {
    guard !isAuthorDone else { return }
    for index in bytes.indices {
      guard author.count <= Self.authorLimit else { return }
      author.append(bytes[index])
    }
  }

  mutating func endAuthor() {
    let range = author.span.trimmed(0..<author.count)
    if range.isEmpty || author.count > Self.authorLimit {
      // An empty element, or a text and no name: the next one may be better.
      author.removeAll()
    } else {
      isAuthorDone = true
    }
  }

  mutating func addDateTime(_ value: ArraySlice<UInt8>, block: Int, isTitle: Bool) {
    if isTitle {
      if titles.count < Self.dateTimeLimit { titles.append((Array(value), block)) }
    } else if dateTimes.count < Self.dateTimeLimit {
      dateTimes.append((Array(value), block))
    }
  }
}
