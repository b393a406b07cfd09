/// A dictionary for a handful of keys, most of the time: an array while there are few.
///
/// The storage of a `Dictionary` is a generic class, made at run time when its first key comes. For that the program's conformances
/// are searched, 150,000 instructions for each type of key, and an answer in a new process takes ten million.
struct ShortMap<Key: Hashable, Value> {
  private static var most: Int { 24 }
  private var few: [(key: Key, value: Value)] = []
  private var many: [Key: Value] = [:]

  /// - Complexity: O(1).
  subscript(key: Key) -> Value? {
    get { many.isEmpty ? few.first { $0.key == key }?.value : many[key] }
    set {
      guard let newValue else { return remove(key) }
      if !many.isEmpty {
        many[key] = newValue
      } else if let place = few.firstIndex(where: { $0.key == key }) {
        few[place].value = newValue
      } else {
        few.append((key, newValue))
        guard few.count > ShortMap.most else { return }
        for pair in few { many[pair.key] = pair.value }
        few = []
      }
    }
  }

  private mutating func remove(_ key: Key) {
    few.removeAll { $0.key == key }
    if !many.isEmpty { many[key] = nil }
  }
}
