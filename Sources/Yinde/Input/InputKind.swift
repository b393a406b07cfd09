/// What a file is, by its name: how its bytes become pages.
///
/// Names are looked at in lower case and without a `.gz` at the end, which may follow any of them but `.zip`.
enum InputKind: String, Sendable {
  /// HTML by its name: `.html .htm .xhtml .shtml`.
  case page
  /// Records of a collection, one JSON object a line: `.jsonl .ndjson .json`.
  case lines
  /// A name that says nothing or that servers give to what they make (`12345`, `index.php?id=3`, `list.asp`):
  /// a page if the content begins as HTML does.
  case unknown

  /// The kind of a file that lies in a folder; nil for those that are no pages by their names.
  init?(name path: [UInt8]) {
    var name = InputKind.lowercasedName(path)
    if name.hasSuffix(".gz") { name.removeLast(3) }
    for (suffix, kind) in InputKind.suffixes where name.hasSuffix(suffix) {
      self = kind
      return
    }
    return nil
  }

  private static let suffixes: [(String, InputKind)] = [
    (".html", .page), (".htm", .page), (".xhtml", .page), (".shtml", .page),
    (".jsonl", .lines), (".ndjson", .lines),
  ]

  /// Whether a file of this kind holds many inputs.
  var isContainer: Bool { self == .lines }

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
