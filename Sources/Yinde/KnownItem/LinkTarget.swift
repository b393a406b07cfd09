/// Where a link leads inside a folder of pages.
enum LinkTarget {
  /// The path of the page, relative to the folder; nil when the link leaves the folder or is no link to a page.
  ///
  /// A path that begins with a slash begins at the folder, as on the site that the folder is a copy of. Links with a
  /// scheme or a host are passed over: the folder does not say which site it is.
  ///
  /// - Parameters:
  ///   - target: as the page writes it.
  ///   - page: the path of the page with the link.
  static func path(_ target: String, from page: String) -> String? {
    var path = target[...]
    if let end = path.firstIndex(where: { $0 == "#" || $0 == "?" }) { path = path[..<end] }
    guard !path.isEmpty, !path.hasPrefix("//"), !hasScheme(path) else { return nil }
    guard let decoded = percentDecoded(path) else { return nil }
    var parts = decoded.hasPrefix("/") ? [] : page.split(separator: "/").dropLast().map(String.init)
    for part in decoded.split(separator: "/") {
      switch part {
      case ".": continue
      case "..":
        guard parts.popLast() != nil else { return nil }
      default: parts.append(String(part))
      }
    }
    if decoded.hasSuffix("/") || parts.isEmpty { parts.append("index.html") }
    return parts.joined(separator: "/")
  }

  /// `mailto:`, `https:`, `javascript:`. A colon after a slash is part of a name.
  private static func hasScheme(_ target: Substring) -> Bool {
    guard let end = target.firstIndex(where: { $0 == ":" || $0 == "/" }) else { return false }
    return target[end] == ":"
  }

  /// The text with its `%XX` as bytes; nil when those are not UTF-8.
  private static func percentDecoded(_ text: Substring) -> String? {
    let source = Array(text.utf8)
    var bytes: [UInt8] = []
    var place = 0
    while place < source.count {
      if source[place] == UInt8(ascii: "%"), place + 3 <= source.count,
        let byte = UInt8(
          String(decoding: source[(place + 1)...(place + 2)], as: UTF8.self), radix: 16)
      {
        bytes.append(byte)
        place += 3
      } else {
        bytes.append(source[place])
        place += 1
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
