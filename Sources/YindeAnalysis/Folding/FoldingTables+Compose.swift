// The second pass, for text in which a combining mark or a Hangul vowel or final turned up.

/// Hangul letters and syllables (The Unicode Standard, section 3.12).
enum Hangul {
  static let initials: ClosedRange<UInt32> = 0x1100...0x1112
  static let vowels: ClosedRange<UInt32> = 0x1161...0x1175
  static let finals: ClosedRange<UInt32> = 0x11A8...0x11C2
  static let syllables: ClosedRange<UInt32> = 0xAC00...0xD7A3

  /// The syllable of what came before and a vowel or final.
  static func composed(_ last: UInt32, _ letter: UInt32) -> UInt32? {
    if initials.contains(last), vowels.contains(letter) {
      return 0xAC00 + ((last - 0x1100) * 21 + letter - 0x1161) * 28
    }
    if syllables.contains(last), (last - 0xAC00) % 28 == 0, finals.contains(letter) {
      return last + letter - 0x11A7
    }
    return nil
  }
}

extension FoldingTables {
  /// Brings marks from `start` on to canonical order and composes what composes.
  func compose(_ folded: inout [PackedScalar], from start: Int) {
    var none: [UInt32] = []
    compose(&folded, from: start, sources: &none)
  }

  /// The same with the map back: `sources` is empty or as long as `folded`.
  @inline(never)
  func compose(
    _ folded: inout [PackedScalar], from start: Int, sources: inout [UInt32]
  ) {
    let mapped = !sources.isEmpty
    var write = start  // never passes `read`: nothing gets longer
    var read = start
    while read < folded.count {
      let packed = folded[read]
      if packed & Self.composes == 0 || combiningClass(of: packed.scalar) == 0 {
        if packed & Self.composes != 0, write > start,
          let syllable = Hangul.composed(folded[write - 1].scalar, packed.scalar)
        {
          folded[write - 1] = syllable | CharacterClass.han.bits
        } else if packed.has(.space), write > start, folded[write - 1].has(.space) {
          // A dropped mark stood between two spaces.
        } else {
          folded[write] = packed
          if mapped { sources[write] = sources[read] }
          write += 1
        }
        read += 1
        continue
      }
      let marks = sortedMarks(folded, from: read)
      let base = write - 1
      var last: UInt32 = 0  // class of the last mark kept after the base
      for mark in marks {
        let scalar = mark.packed.scalar
        // A mark is blocked from its base by another of its class between them.
        if base >= start, last < mark.combiningClass,
          let composed = composed(folded[base].scalar, scalar)
        {
          folded[base] = composed | entry(of: composed) & (15 << Self.classShift)
        } else if scalar != Folding.slash {
          folded[write] = mark.packed
          if mapped { sources[write] = sources[read] }
          write += 1
          last = mark.combiningClass
        }
        read += 1
      }
    }
    folded.removeSubrange(write...)
    if mapped { sources.removeSubrange(write...) }
  }

  /// The run of marks at `start`, ordered by class; those of one class stay in order.
  private func sortedMarks(
    _ folded: [PackedScalar], from start: Int
  ) -> [(packed: PackedScalar, combiningClass: UInt32)] {
    var keys: [UInt64] = []
    var index = start
    while index < folded.count, folded[index] & Self.composes != 0 {
      let combiningClass = combiningClass(of: folded[index].scalar)
      if combiningClass == 0 { break }
      keys.append(UInt64(combiningClass) << 32 | UInt64(index - start))
      index += 1
    }
    if keys.count > 1 { keys.sort() }
    return keys.map { (folded[start + Int($0 & 0xFFFF_FFFF)], UInt32($0 >> 32)) }
  }
}
