/// What a file is, by its name: how its bytes become pages.
///
/// Names are looked at in lower case and without a `.gz` at the end, which may follow any of them but `.zip`.
enum InputKind: String, Sendable {
  /// HTML by its name.
  case page
  case text
  case markdown
  /// A page with its pictures and frames in one file: MHTML.
  case webArchive
  /// Records of a crawl.
  case warc
  case zip
  /// Records of a collection, one JSON object a line.
  case lines
  /// A name that says nothing or that servers give to what they make (`12345`, `index.php?id=3`, `list.asp`):
  /// a page if the content begins as HTML does.
  case unknown

  /// The kind of a file that lies in a folder; nil for those that are no pages by their names, which are not opened.
  init?(name path: [UInt8]) {
    var name = InputKind.lowercasedName(path)
    if name.hasSuffix(".zip") {
      self = .zip
      return
    }
    if name.hasSuffix(".gz") { name.removeLast(3) }
    if let kind = InputKind.kind(name) {
      self = kind
    } else if let query = name.firstIndex(of: "?"), query > name.startIndex {
      // As mirrors keep what was asked of the server: `list.html?page=2`, `style.css?v=3`.
      let stem = String(name[..<query])
      guard let kind = InputKind.kind(stem) ?? InputKind.unnamed(stem) else { return nil }
      self = kind
    } else if let kind = InputKind.unnamed(name) {
      self = kind
    } else {
      return nil
    }
  }

  private static func kind(_ name: String) -> InputKind? {
    suffixes.first { name.hasSuffix($0.0) }?.1
  }

  private static let suffixes: [(String, InputKind)] = [
    (".html", .page), (".htm", .page), (".xhtml", .page), (".shtml", .page),
    (".txt", .text), (".text", .text), (".md", .markdown), (".markdown", .markdown),
    (".mht", .webArchive), (".mhtml", .webArchive), (".warc", .warc),
    (".jsonl", .lines), (".ndjson", .lines),
  ]

  /// Endings of what servers make, which is HTML more often than not.
  private static let made: Set<String> = [
    "php", "php3", "php4", "php5", "phtml", "asp", "aspx", "jsp", "jspx", "do", "action", "cgi",
    "cfm", "shtm", "htmls", "dhtml", "stm",
  ]

  /// Whether a name leaves open what it names: no ending, a number (`page.html.1`), one that servers give, or none that
  /// file types have, which are up to five letters and digits.
  private static func unnamed(_ name: String) -> InputKind? {
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else {
      // `.htaccess` and its kin are settings.
      return name.first == "." ? nil : .unknown
    }
    let ending = name[name.index(after: dot)...]
    // `index.php@id=3` is how mirrors on Windows write `?`.
    let type = String(ending.prefix { $0 != "@" && $0 != "&" && $0 != "=" })
    if made.contains(type) || ending.allSatisfy({ $0 >= "0" && $0 <= "9" }) { return .unknown }
    let isType =
      !ending.isEmpty && ending.utf8.count <= 5
      && ending.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) }
    return isType || type != ending && type.utf8.count <= 5 ? nil : .unknown
  }

  /// Whether a file of this kind holds many inputs.
  var isContainer: Bool { self == .lines || self == .warc || self == .zip }

  /// The last part of a path in lower case, as Latin-1, so that no byte is lost.
  static func lowercasedName(_ path: [UInt8]) -> String {
    let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    var name = ""
    for byte in path[start...] {
      name.unicodeScalars.append(
        Unicode.Scalar(byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte))
    }
    return name
  }
}
