import CLibXML2

/// Gives clean markup to libxml2 and its events to a `BlockBuilder`.
///
/// The SAX interface and not the tree: libxml2's tree loses text below 256 levels and text nodes
/// over 10 MB. All use of libxml2 is in this file; outside it, only loops over static strings and the
/// copy of a span in `TextRun` are unsafe.
enum SAXParser {
  /// libxml2 asks for this once, before threads use it; a static is initialised once.
  private static let setUp: Void = xmlInitParser()

  /// Parses markup in which every element is closed and at most `MarkupScanner.depthLimit` deep.
  static func parse(_ markup: [UInt8], into builder: BlockBuilder) {
    _ = setUp
    var handler = unsafe htmlSAXHandler()
    unsafe handler.startElement = { context, name, attributes in
      unsafe SAXParser.builder(context)?.start(
        name: SAXParser.hash(name), record: SAXParser.record(attributes))
    }
    unsafe handler.endElement = { context, _ in unsafe SAXParser.builder(context)?.end() }
    unsafe handler.characters = { context, text, count in
      unsafe SAXParser.text(context, text, count)
    }
    // White space between blocks; it may stand between inline elements, so it is text like any.
    unsafe handler.ignorableWhitespace = { context, text, count in
      unsafe SAXParser.text(context, text, count)
    }
    unsafe handler.initialized = 1

    unsafe markup.withUnsafeBytes { bytes in
      var unread = unsafe bytes
      unsafe withUnsafeMutablePointer(to: &unread) { unread in
        unsafe SAXParser.parse(unread, handler, builder)
      }
    }
  }

  /// - Parameter unread: what the parser has not taken yet; it takes a few kilobytes at a time, where a parser of memory
  ///   would begin with a copy of all of it. (Of one that is told not to copy, version 2.9.14 reads parts twice.)
  private static func parse(
    _ unread: UnsafeMutablePointer<UnsafeRawBufferPointer>, _ handler: htmlSAXHandler,
    _ builder: BlockBuilder
  ) {
    guard let context = unsafe htmlNewParserCtxt() else { return }
    defer { unsafe htmlFreeParserCtxt(context) }
    // Nil only when memory is out. Neither outlives the pointer.
    guard
      let buffer = unsafe xmlParserInputBufferCreateIO(
        { unsafe SAXParser.read($0, $1, $2) }, nil, unread, XML_CHAR_ENCODING_NONE)
    else { return }
    // The stream owns the buffer, and the context the stream.
    guard let input = unsafe xmlNewIOInputStream(context, buffer, XML_CHAR_ENCODING_NONE) else {
      unsafe xmlFreeParserInputBuffer(buffer)
      return
    }
    unsafe inputPush(context, input)
    let options =
      HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
      | HTML_PARSE_NOIMPLIED.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
      | HTML_PARSE_NONET.rawValue
    unsafe htmlCtxtUseOptions(context, Int32(options))
    // The context owns a handler of its own, which takes our values.
    unsafe context.pointee.sax.pointee = handler
    // The builder outlives the parse: the caller holds it.
    unsafe context.pointee.userData = Unmanaged.passUnretained(builder).toOpaque()
    unsafe xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
    unsafe htmlParseDocument(context)
    if let document = unsafe context.pointee.myDoc {
      unsafe xmlFreeDoc(document)
      unsafe context.pointee.myDoc = nil
    }
  }

  // MARK: What the callbacks are given

  /// Hands out the next bytes of the markup.
  private static func read(
    _ unread: UnsafeMutableRawPointer?, _ target: UnsafeMutablePointer<CChar>?, _ count: Int32
  ) -> Int32 {
    // What `parse` gave: the pointer to what is left, valid during the parse; and `count` bytes to be filled.
    guard let unread = unsafe unread?.assumingMemoryBound(to: UnsafeRawBufferPointer.self),
      let target = unsafe target
    else { return -1 }
    let bytes = unsafe UnsafeRawBufferPointer(rebasing: unread.pointee.prefix(Int(max(count, 0))))
    unsafe UnsafeMutableRawBufferPointer(start: target, count: bytes.count).copyMemory(from: bytes)
    unsafe unread.pointee = UnsafeRawBufferPointer(
      rebasing: unread.pointee.dropFirst(bytes.count))
    return Int32(bytes.count)
  }

  @inline(__always)
  private static func builder(_ context: UnsafeMutableRawPointer?) -> BlockBuilder? {
    unsafe context.map { unsafe Unmanaged<BlockBuilder>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func text(
    _ context: UnsafeMutableRawPointer?, _ text: UnsafePointer<xmlChar>?, _ count: Int32
  ) {
    // `count` bytes at `text`, valid during the callback.
    let bytes = unsafe UnsafeBufferPointer(start: text, count: Int(count))
    unsafe builder(context)?.text(bytes.span)
  }

  /// The hash of an element's name, which ends with a zero.
  private static func hash(_ name: UnsafePointer<xmlChar>?) -> NameHash {
    var hash = NameHash()
    guard var byte = unsafe name else { return hash }
    while unsafe byte.pointee != 0 {
      unsafe hash.add(byte.pointee)
      unsafe byte += 1
    }
    return hash
  }

  /// The number in the only attribute, `y`; nil without attributes.
  private static func record(
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) -> Int? {
    // Name and value by turns, and nil at the end.
    guard let attributes = unsafe attributes, unsafe attributes[0] != nil,
      var byte = unsafe attributes[1]
    else { return nil }
    var value = 0
    while unsafe byte.pointee.isASCIIDigit {
      unsafe value = value * 10 + Int(byte.pointee - 0x30)
      unsafe byte += 1
    }
    return value
  }
}
