/// The order of the pages that are found.
public enum SortOrder: String, Sendable, CaseIterable {
  /// The best first.
  case score
  /// The newest first; pages of one day by score; pages without a date last.
  case date
  /// The oldest first; pages of one day by score; pages without a date last.
  case oldest

  /// What stands after `sort:`, in any letter case; `newest` is another name for `date`.
  init?(value: String) {
    let name = value.lowercased()
    self.init(rawValue: name == "newest" ? "date" : name)
  }
}
