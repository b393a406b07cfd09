import Yinde

/// The plainest calls of `yinde search`, read without the argument parser.
///
/// A search in a new process is mostly its start. The parser looks at its own declarations through reflection, which takes
/// more instructions than all the rest of such a process. So what most people type is understood here; anything
/// else, and whatever may be a mistake, goes to the parser, which knows the rules and has the words for it. The two must agree on
/// all that is understood here: `PlainArgumentsTests`.
enum PlainArguments {
  /// Nil when the parser has to look.
  static func search(_ arguments: some Collection<String>) -> SearchRequest? {
    guard arguments.first == "search" else { return nil }
    var rest = arguments.dropFirst()[...]
    var request = SearchRequest()
    var words = ""
    var hasLimit = false
    while let argument = rest.popFirst() {
      switch argument {
      case "-i", "--index":
        guard let value = value(&rest) else { return nil }
        request.indexes.append(value)
      case "-l", "--limit":
        guard !hasLimit, let value = value(&rest), let limit = count(value) else { return nil }
        request.options.limit = limit
        hasLimit = true
      case "--queries":
        guard request.queries == nil, let value = value(&rest) else { return nil }
        request.queries = value
      case "--json":
        request.json = true
      default:
        guard isPlain(argument) else { return nil }
        if !words.isEmpty { words += " " }
        words += argument
      }
    }
    guard words.isEmpty != (request.queries == nil) else { return nil }
    if !words.isEmpty { request.query = words }
    return request
  }

  private static func value<C: Collection<String>>(_ rest: inout C) -> String?
  where C.SubSequence == C {
    guard let value = rest.popFirst(), isPlain(value) else { return nil }
    return value
  }

  private static func isPlain(_ argument: String) -> Bool {
    !argument.isEmpty && argument.utf8.first != UInt8(ascii: "-")
  }

  /// A number of at most nine decimal digits.
  private static func count(_ text: String) -> Int? {
    guard text.utf8.count <= 9, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(text)
  }
}
