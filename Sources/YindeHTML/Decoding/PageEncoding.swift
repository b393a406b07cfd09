/// The encodings that pages are read in.
enum PageEncoding: Hashable, Sendable {
  case utf8, utf16LE, utf16BE
  case gb18030, big5, eucTW
  case eucJP, shiftJIS, iso2022JP
  case eucKR
  case singleByte(SingleByteEncoding)
  case userDefined
  // Browsers refuse these three, because bytes below 0x80 hide markup in them. Yinde runs no
  // script.
  case hz, iso2022CN, iso2022KR

  static let windows1252 = PageEncoding.singleByte(.windows1252)

  /// The name that a report gives.
  var name: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16LE: "UTF-16LE"
    case .utf16BE: "UTF-16BE"
    case .gb18030: "gb18030"
    case .big5: "Big5"
    case .eucTW: "EUC-TW"
    case .eucJP: "EUC-JP"
    case .shiftJIS: "Shift_JIS"
    case .iso2022JP: "ISO-2022-JP"
    case .eucKR: "EUC-KR"
    case .singleByte(let encoding): encoding.rawValue
    case .userDefined: "x-user-defined"
    case .hz: "HZ-GB-2312"
    case .iso2022CN: "ISO-2022-CN"
    case .iso2022KR: "ISO-2022-KR"
    }
  }

  /// True for encodings that shift between meanings of the bytes below 0x80, so that a page of
  /// ASCII bytes alone may hold Han.
  var usesSevenBits: Bool {
    switch self {
    case .iso2022JP, .hz, .iso2022CN, .iso2022KR: true
    default: false
    }
  }
}

extension PageEncoding {
  /// The encoding that a label names, or nil for an unknown one.
  ///
  /// Blanks around the label and its case do not matter. Labels of the standard come first, then
  /// some that pages use and the standard does not list, then the label without whatever
  /// punctuation surrounds it (`gb2312;`). O(length).
  init?(label: String) {
    let folded = PageEncoding.fold(label.utf8)
    if let found = PageEncoding.labels[folded] {
      self = found
      return
    }
    func isPunctuation(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x30...0x39, 0x61...0x7A: false
      default: true
      }
    }
    let bytes = Array(folded.utf8)
    guard let first = bytes.firstIndex(where: { !isPunctuation($0) }),
      let last = bytes.lastIndex(where: { !isPunctuation($0) }),
      let found = PageEncoding.labels[String(decoding: bytes[first...last], as: UTF8.self)]
    else { return nil }
    self = found
  }

  /// ASCII lower case, without blanks at the ends.
  private static func fold(_ label: String.UTF8View) -> String {
    func isBlank(_ byte: UInt8) -> Bool {
      byte == 0x20 || (0x09...0x0D).contains(byte) && byte != 0x0B
    }
    var bytes = ArraySlice(label)
    while let first = bytes.first, isBlank(first) { bytes.removeFirst() }
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return String(
      decoding: bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
  }

  private static let labels: [String: PageEncoding] = {
    var labels: [String: PageEncoding] = [:]
    for line in EncodingLabels.lines.bytes.split(separator: 0x0A) {
      let fields = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
      if fields.count == 2 { labels[fields[0]] = PageEncoding(name: fields[1], label: fields[0]) }
    }
    for (label, encoding) in unlistedLabels where labels[label] == nil { labels[label] = encoding }
    return labels
  }()

  /// Labels met on pages that the standard does not list: code pages of Windows and Java, and
  /// slips.
  private static let unlistedLabels: [(String, PageEncoding)] = [
    ("utf", .utf8), ("utf_8", .utf8), ("utf-8-sig", .utf8), ("utf-8bom", .utf8), ("utf8mb4", .utf8),
    ("gb-2312", .gb18030), ("gb2312-80", .gb18030), ("gb2312-1980", .gb18030), ("gb", .gb18030),
    ("euc-cn", .gb18030), ("euccn", .gb18030), ("cp936", .gb18030), ("ms936", .gb18030),
    ("windows-936", .gb18030), ("936", .gb18030), ("gb-18030", .gb18030), ("gb_18030", .gb18030),
    ("gb18030-2000", .gb18030), ("gb18030-2005", .gb18030), ("gb18030-2022", .gb18030),
    ("gbk2312", .gb18030), ("gb-k", .gb18030), ("zh-cn", .gb18030),
    ("cp950", .big5), ("ms950", .big5), ("windows-950", .big5), ("950", .big5), ("big-5", .big5),
    ("big5hkscs", .big5), ("big5-eten", .big5), ("big_5", .big5), ("zh-tw", .big5),
    ("euc-tw", .eucTW), ("euctw", .eucTW), ("x-euc-tw", .eucTW), ("cns11643", .eucTW),
    ("cp932", .shiftJIS), ("sjis-win", .shiftJIS), ("shiftjis", .shiftJIS),
    ("eucjp", .eucJP), ("euckr", .eucKR), ("cp949", .eucKR), ("hz", .hz),
    ("iso-8859", .windows1252),
  ]

  /// The encoding that the standard calls `name`; what it calls "replacement" is told apart by the
  /// label.
  private init?(name: String, label: String) {
    switch name {
    case "UTF-8": self = .utf8
    case "UTF-16LE": self = .utf16LE
    case "UTF-16BE": self = .utf16BE
    case "GBK", "gb18030": self = .gb18030
    case "Big5": self = .big5
    case "EUC-JP": self = .eucJP
    case "Shift_JIS": self = .shiftJIS
    case "ISO-2022-JP": self = .iso2022JP
    case "EUC-KR": self = .eucKR
    case "x-user-defined": self = .userDefined
    case "replacement":
      switch label {
      case "hz-gb-2312": self = .hz
      case "iso-2022-cn", "iso-2022-cn-ext": self = .iso2022CN
      case "iso-2022-kr", "csiso2022kr": self = .iso2022KR
      default: return nil
      }
    default:
      guard let encoding = SingleByteEncoding(rawValue: name) else { return nil }
      self = .singleByte(encoding)
    }
  }
}
