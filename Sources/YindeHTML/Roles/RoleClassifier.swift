/// Tells what a page is about from what is around it.
enum RoleClassifier {
  static func roles(of outline: Outline, title: [UInt8]) -> [Role] {
    outline.blocks.map { block in
      if block.place.headingLevel > 0 { return .heading }
      if block.linkBytes * 2 > block.range.count { return .furniture }
      var container = Int(block.place.container)
      while container >= 0 {
        switch outline.containers[container].element {
        case .nav, .footer, .aside, .button, .select, .option, .noscript: return .furniture
        default: container = Int(outline.containers[container].parent)
        }
      }
      return .body
    }
  }
}
