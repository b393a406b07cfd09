extension RoleClassifier {
  /// Finds posts and comments. A page with most of its text under words for threads is one.
  mutating func markPosts(_ verdict: Bool?) {
    isPost = Array(repeating: false, count: outline.containers.count)
    isComment = isPost
    var isInThread = isPost
    for (index, container) in outline.containers.enumerated() where container.parent >= 0 {
      let parent = Int(container.parent)
      let hints = container.hints
      isPost[index] = isPost[parent] || !hints.isDisjoint(with: [.post, .comments])
      isComment[index] = isComment[parent] || hints.contains(.comments)
      isInThread[index] = isInThread[parent] || hints.contains(.thread)
    }
    var inside = 0
    var all = 0
    for (block, feature) in zip(outline.blocks, features) {
      all += Int(feature.length)
      if isInThread[Int(block.place.container)] { inside += Int(feature.length) }
    }
    isThread = verdict ?? (Float(inside) > constants.threadText * Float(all))
  }
}
