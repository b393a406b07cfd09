import YindeQuery

@testable import Yinde

/// Queries, records and archives.
enum QueryFuzz {
  /// A query or an error with a place; what is printed is read as the same query.
  static func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    do throws(QuerySyntaxError) {
      let query = try Query(parsing: text)
      let printed = "\(query)"
      let again = try Query(parsing: printed)
      expect("\(again)" == printed, "\(printed) is read as \(again)")
    } catch {
      expect(!error.description.isEmpty, "an error without words")
    }
  }
}

enum InputFuzz {
  /// A line of a collection is a record or is refused; what is stored of it is text.
  static func json(_ bytes: [UInt8]) {
    guard let record = try? JSONRecord(bytes, 0..<bytes.count) else { return }
    for text in [record.title, record.text].map(Repair.text) {
      expect(String(validating: text, as: UTF8.self) != nil, "a string that is not UTF-8")
    }
  }

  /// Never more than the limit, and what comes with it.
  static func gzip(_ bytes: [UInt8]) {
    let limit = 1 << 20
    if let content = Inflater.decode(bytes, limit: limit) {
      expect(content.count <= limit, "\(content.count) bytes of \(limit)")
    }
  }
}
