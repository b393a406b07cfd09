/// The words by which a question asks rather than what it asks about: 什么, 怎么, 请问, …吗.
///
/// They stand in questions and seldom in the pages that answer them, so that a document frequency takes them for
/// rare and telling words. The list is a grammar's: interrogative pronouns and adverbs, A-not-A forms, sentence particles,
/// polite openings; Cantonese ones too. It is in folded characters, so that it serves traditional queries (嗰 folds to 𠮶).
public enum QuestionWords {
  /// In the order of a grammar, for people.
  static let list = """
    什么 什么样 怎么 怎样 怎么样 怎么办 如何 为什么 为何 为啥 啥 哪 哪里 哪儿 哪个 哪些 哪位 哪种 哪几 哪家 哪天 谁 何 何时 \
    何处 何种 何为 多少 几个 几种 几天 几次 几岁 几年 第几 多久 多长 多大 多高 多远 多重 多长时间 是否 能否 可否 是不是 能不能 可不可以 \
    会不会 有没有 要不要 行不行 好不好 对不对 吗 么 呢 吧 啊 呀 嘛 哦 啦 请问 请教 求问 想问 问一下 问下 想知道 请 谁知道 有谁 \
    有何 有啥 干嘛 咋 咋样 咋办 怎 到底 究竟 告诉 介绍一下 说说 \
    乜 乜嘢 咩 点样 点解 点算 边个 边度 边位 边啲 几时 几多 系咪 有冇 可唔可以 唔 嘅 咗 喺 佢 啲 𠮶 𠮶个 做乜
    """

  /// The words one after another. A hundred of them are gone through sooner than a dictionary of them is made, which every new process
  /// would have to do.
  private static let words: (scalars: [UInt32], ends: [Int]) = {
    var scalars: [UInt32] = []
    var ends: [Int] = []
    for scalar in list.unicodeScalars {
      if scalar.value > 0x20 {
        scalars.append(scalar.value)
      } else if scalars.count > ends.last ?? 0 {
        ends.append(scalars.count)
      }
    }
    ends.append(scalars.count)
    return (scalars, ends)
  }()

  /// For each term of a text, as ``Analyzer/terms(of:)`` gives them, whether the character that it begins with belongs to a
  /// question word: from left to right, the longest word at each place.
  ///
  /// - Complexity: O(n × words).
  public static func marks(_ terms: [Term]) -> [Bool] {
    var marked = [Bool](repeating: false, count: terms.count)
    var place = 0
    while place < terms.count {
      guard case .gram(let first, _) = terms[place] else {
        place += 1
        continue
      }
      let length = longest(first, in: terms, at: place)
      for marking in place..<place + length { marked[marking] = true }
      place += max(length, 1)
    }
    return marked
  }

  /// The length of the longest word that stands at a place; 0 when none does.
  private static func longest(_ first: UInt32, in terms: [Term], at place: Int) -> Int {
    let (scalars, ends) = words
    var longest = 0
    var start = 0
    for end in ends {
      if scalars[start] == first, end - start > longest,
        stands(scalars[start..<end], in: terms, at: place)
      {
        longest = end - start
      }
      start = end
    }
    return longest
  }

  /// Each gram begins with the next character of its run; the last one has no second character.
  private static func stands(_ word: ArraySlice<UInt32>, in terms: [Term], at start: Int) -> Bool {
    guard start + word.count <= terms.count else { return false }
    for (offset, scalar) in word.enumerated() {
      guard case .gram(scalar, let second) = terms[start + offset] else { return false }
      if second == 0, offset + 1 < word.count { return false }
    }
    return true
  }
}
