/// A report as bytes, on its way through a spool: numbers as varints, texts with their length before them.
struct ReportWriter {
  private(set) var bytes: [UInt8] = []

  init(_ report: PageReport) {
    put(report.pathBytes)
    put(report.skipped)
    put(report.bytes)
    put(report.encoding == nil ? 0 : 1)
    if let encoding = report.encoding {
      put(Array(encoding.name.utf8))
      put(Array(encoding.why.utf8))
      put(encoding.declared)
      put(encoding.isLabelWrong ? 1 : 0)
      put(encoding.replacements)
      put(encoding.mojibake.count)
      for count in encoding.mojibake {
        put(Array(count.kind.utf8))
        put(count.found)
        put(count.repaired)
      }
    }
    put(Array(report.title.utf8))
    for text in [report.date, report.language, report.site, report.canonicalURL] { put(text) }
    for part in [report.titleText, report.headings, report.body, report.furniture] {
      put(part.blocks)
      put(part.characters)
    }
  }

  private mutating func put(_ number: Int) {
    var rest = UInt(bitPattern: number)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func put(_ text: [UInt8]) {
    put(text.count)
    bytes += text
  }

  private mutating func put(_ text: String?) {
    put(text == nil ? 0 : 1)
    if let text { put(Array(text.utf8)) }
  }
}

/// Reads what ``ReportWriter`` wrote. The bytes are this process's own.
struct ReportReader {
  private let bytes: [UInt8]
  private var index = 0

  static func read(_ bytes: [UInt8]) -> PageReport {
    var reader = ReportReader(bytes: bytes)
    return reader.report()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func report() -> PageReport {
    var report = PageReport(pathBytes: text())
    report.skipped = optional()
    report.bytes = number()
    if number() == 1 {
      report.encoding = PageReport.Encoding(
        name: string(), why: string(), declared: optional(), isLabelWrong: number() == 1,
        replacements: number(), mojibake: [])
      for _ in 0..<number() {
        report.encoding?.mojibake.append(
          MojibakeCount(kind: string(), found: number(), repaired: number()))
      }
    }
    report.title = string()
    report.date = optional()
    report.language = optional()
    report.site = optional()
    report.canonicalURL = optional()
    report.titleText = part()
    report.headings = part()
    report.body = part()
    report.furniture = part()
    return report
  }

  private mutating func number() -> Int {
    var value: UInt = 0
    var shift: UInt = 0
    while bytes[index] >= 0x80 {
      value |= UInt(bytes[index] & 0x7F) << shift
      shift += 7
      index += 1
    }
    value |= UInt(bytes[index]) << shift
    index += 1
    return Int(bitPattern: value)
  }

  private mutating func text() -> [UInt8] {
    let count = number()
    defer { index += count }
    return Array(bytes[index..<(index + count)])
  }

  private mutating func string() -> String { String(decoding: text(), as: UTF8.self) }

  private mutating func optional() -> String? { number() == 1 ? string() : nil }

  private mutating func part() -> PageReport.Part {
    PageReport.Part(blocks: number(), characters: number())
  }
}
