import Glibc
import YindeIndex

/// What an index was made from and how, as its metadata say, so that it can be brought up to date.
struct IndexOrigin {
  enum Kind: String { case folder, collection }

  /// The rules by which pages are read, parsed and given their roles. To be raised with every change of what becomes of a
  /// page: an update takes over nothing that other rules made.
  static let readingRules = 1

  var kind: Kind
  /// Where the folder or file is: relative to the folder of the index, so that both can be moved together. Nil when it is not known.
  var input: String?
  var textLevel: Int
  var findsSiteFurniture: Bool
  var findsDuplicates: Bool
  var reorders: Bool
  var rules: Int
  /// From how many indexes it was joined; 1 for none.
  var joined = 1

  init(_ kind: Kind, input: [UInt8]?, index: String, _ options: IndexingOptions) {
    self.kind = kind
    self.input = input.flatMap {
      IndexOrigin.relative($0, to: Array(OutputFile.folder(of: index).utf8))
    }
    textLevel = options.textLevel
    findsSiteFurniture = options.findsSiteFurniture
    findsDuplicates = options.findsDuplicates
    reorders = options.reorders
    rules = IndexOrigin.readingRules
  }

  /// Nil when the index was not made from a folder or a file of records.
  init?(_ metadata: [String: String]) {
    guard let kind = metadata["kind"].flatMap(Kind.init) else { return nil }
    self.kind = kind
    input = metadata["input"]
    textLevel = metadata["level"].flatMap { Int($0) } ?? IndexingOptions().textLevel
    textLevel = min(max(textLevel, 1), 19)
    findsSiteFurniture = metadata["template"] == "1"
    findsDuplicates = metadata["duplicates"] == "1"
    reorders = metadata["reorder"] == "1"
    rules = metadata["rules"].flatMap { Int($0) } ?? 0
    joined = metadata["joined"].flatMap { Int($0) } ?? 1
  }

  var metadata: [String: String] {
    var values = ["kind": kind.rawValue, "level": "\(textLevel)", "rules": "\(rules)"]
    if findsSiteFurniture { values["template"] = "1" }
    if findsDuplicates { values["duplicates"] = "1" }
    if reorders { values["reorder"] = "1" }
    if joined > 1 { values["joined"] = "\(joined)" }
    // A name with a line end, or one that is not text, cannot be a value.
    if let input, !input.contains(where: \.isNewline) { values["input"] = input }
    return values
  }

  /// The folder or file, as it is reached from here.
  func inputPath(index: String) -> String? {
    guard let input else { return nil }
    return input.hasPrefix("/") ? input : "\(OutputFile.folder(of: index))/\(input)"
  }

  /// A path as it is reached from a folder; nil when one of them is not there, or not text.
  private static func relative(_ path: [UInt8], to folder: [UInt8]) -> String? {
    guard let target = real(path), let start = real(folder) else { return nil }
    let slash = UInt8(ascii: "/")
    let to = target.split(separator: slash)
    let from = start.split(separator: slash)
    let shared = zip(to, from).prefix { $0 == $1 }.count
    let up = [ArraySlice<UInt8>](repeating: [0x2E, 0x2E], count: from.count - shared)
    let parts = up + to[shared...]
    let joined = parts.isEmpty ? [0x2E] : Array(parts.joined(separator: [slash]))
    return String(validating: joined, as: UTF8.self)
  }

  private static func real(_ path: [UInt8]) -> [UInt8]? {
    let found = unsafe (path + [0]).withUnsafeBytes { bytes in
      unsafe realpath(bytes.baseAddress!.assumingMemoryBound(to: CChar.self), nil)
    }
    guard let name = unsafe found else { return nil }
    defer { unsafe free(name) }
    return unsafe Array(UnsafeRawBufferPointer(start: name, count: strlen(name)))
  }
}
