import Foundation
import Testing

/// A value of JSON, read by Foundation so that the command's own writer is judged by another's reader.
struct JSON {
  let value: Any

  init(_ text: String) throws {
    value = try JSONSerialization.jsonObject(
      with: Data(text.utf8), options: [.fragmentsAllowed])
  }

  private init(_ value: Any) { self.value = value }

  var keys: Set<String> { Set((value as? [String: Any] ?? [:]).keys) }
  var array: [JSON] { (value as? [Any] ?? []).map(JSON.init) }
  var string: String? { value as? String }
  var int: Int? { value as? Int }
  var double: Double? { value as? Double }
  var isNull: Bool { value is NSNull }

  subscript(_ key: String) -> JSON { JSON((value as? [String: Any])?[key] ?? Missing()) }
  subscript(_ place: Int) -> JSON { place < array.count ? array[place] : JSON(Missing()) }

  private struct Missing {}
}
