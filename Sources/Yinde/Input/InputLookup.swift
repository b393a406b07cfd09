import YindeHTML
import YindeIndex

/// Finds one input by the path that the index shows for it.
enum InputLookup {
  /// Reads the page at `path`: a file, or what a container holds: `pages.zip/news/1.html`,
  /// `crawl.warc.gz/http://example.com/`, `records.jsonl/17`.
  ///
  /// - Complexity: O(container) for web archives and collections, which are read up to the page.
  static func read(_ path: [UInt8]) throws(InputFailure) -> InputDocument {
    if let (file, inner) = containerAndRest(path) { return try read(file, inner) }
    let kind = InputKind(name: path).map { $0 == .unknown ? .page : $0 } ?? .page
    guard !kind.isContainer else {
      // A missing file is told as such.
      _ = try ByteStream(path: path)
      throw InputFailure(
        "holds many pages; add the path of one of them, as in"
          + " \(String(decoding: path, as: UTF8.self))/PATH")
    }
    let item = InputItem(path: path, kind: kind, size: 0, content: .file)
    return try InputDocument(item, path, nil)
  }

  /// The shortest beginning of a path that is a file, if something follows it.
  private static func containerAndRest(_ path: [UInt8]) -> (file: [UInt8], inner: [UInt8])? {
    for (at, byte) in path.enumerated() where byte == UInt8(ascii: "/") && at > 0 {
      let file = Array(path[..<at])
      guard let kind = InputKind(name: file), kind.isContainer,
        FileStatus(file)?.kind == .file
      else { continue }
      return (file, Array(path[(at + 1)...]))
    }
    return nil
  }

  private static func read(_ file: [UInt8], _ inner: [UInt8]) throws(InputFailure) -> InputDocument
  {
    let container = try InputKind(name: file)!.open(
      file, name: [], prefix: [], ledger: InputLedger(), counter: nil)
    var damage: String?
    while let item = container.next() {
      switch item.content {
      case .line:
        // What is no record has no id.
        let made: InputDocument
        do throws(InputFailure) { made = try InputDocument(item, file, nil) } catch { continue }
        if made.document?.path == inner { return made }
      // Of the container itself, which has no name here.
      case .problem(let reason) where item.path.isEmpty: damage = reason
      default:
        if item.path == inner { return try InputDocument(item, file, nil) }
      }
    }
    throw InputFailure(
      "is not in the container" + (damage.map { ", which \($0)" } ?? ""))
  }
}

extension InputKind {
  /// Opens a file that is a container.
  ///
  /// - Parameters:
  ///   - name: what problems of the file are reported of.
  ///   - prefix: goes before the paths of what it holds, where these are not addresses.
  func open(
    _ file: [UInt8], name: [UInt8], prefix: [UInt8], ledger: InputLedger, counter: ReadCounter?
  ) throws(InputFailure) -> any InputContainer {
    switch self {
    case .zip: try ZipContainer(file, name: name, prefix: prefix, ledger: ledger)
    case .warc: try WARCContainer(file, name: name, ledger: ledger, counter: counter)
    default: try LineContainer(file, name: name, prefix: prefix, counter: counter)
    }
  }
}
