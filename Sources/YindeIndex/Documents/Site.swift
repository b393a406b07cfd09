/// The name of the site that a page belongs to.
///
/// - `https://www.Example.com:8080/a` → `www.example.com`, the host of an address without its port;
/// - `blog/2023/a.html` → `blog`, the first folder, which is what mirrors call their sites.
public enum Site {
  /// A host is at most 253 bytes long (RFC 1035); a longer name is cut to be none.
  static let maxLength = 255

  /// The host of an address with a scheme of the web, or of one that begins with `//`, in lower case;
  /// nil when there is none.
  ///
  /// - Complexity: O(length).
  public static func host(ofURL url: [UInt8]) -> [UInt8]? {
    let url = url.prefix(4_096).map(lowercased)
    for scheme in ["https://", "http://", "//"] where url.starts(with: scheme.utf8) {
      return host(url.dropFirst(scheme.utf8.count))
    }
    return nil
  }

  /// The site that a path tells: the host when the path is an address, else the first folder; nil when there is none.
  public static func name(ofPath path: [UInt8]) -> [UInt8]? {
    if let host = host(ofURL: path) { return host }
    guard let end = path.firstIndex(of: UInt8(ascii: "/")), end > 0, end <= maxLength else {
      return nil
    }
    return path[..<end].map(lowercased)
  }

  /// The site of a document: what it says, else what its path tells; empty for none.
  static func of(_ document: SourceDocument) -> [UInt8] {
    let given = document.site.map(lowercased)
    return (1...maxLength).contains(given.count) ? given : name(ofPath: document.path) ?? []
  }

  private static func host(_ rest: ArraySlice<UInt8>) -> [UInt8]? {
    let ends: [UInt8] = [
      UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\\"),
    ]
    var host = rest.prefix { !ends.contains($0) }
    if let user = host.lastIndex(of: UInt8(ascii: "@")) { host = host[(user + 1)...] }
    if host.first == UInt8(ascii: "["), let end = host.firstIndex(of: UInt8(ascii: "]")) {
      host = host[...end]
    } else if let port = host.firstIndex(of: UInt8(ascii: ":")) {
      host = host[..<port]
    }
    while host.last == UInt8(ascii: ".") { host.removeLast() }
    let isName = !host.isEmpty && host.count <= maxLength && host.allSatisfy { $0 > 0x20 }
    return isName ? Array(host) : nil
  }

  /// Whether a site is `name` or a name under it: `www.example.com` is under `example.com`.
  static func isName(_ site: [UInt8], under name: [UInt8]) -> Bool {
    guard site.count > name.count else { return site == name }
    return site.suffix(name.count).elementsEqual(name)
      && site[site.count - name.count - 1] == UInt8(ascii: ".")
  }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte
  }
}
