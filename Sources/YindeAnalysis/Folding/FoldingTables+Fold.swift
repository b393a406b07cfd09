// The first pass: each scalar through the table.

extension FoldingTables {
  /// Appends the fold of one scalar, packed with its class. Sets `composes` when text from `start`
  /// has to go through ``compose(_:from:)`` afterwards.
  @inline(__always)
  func append(
    _ scalar: UInt32, to folded: inout [PackedScalar], from start: Int, composes: inout Bool
  ) {
    let entry = entry(of: scalar)
    if entry & Self.slow == 0 {
      // A distance modulo 2²¹: the carry is cut off.
      folded.append((scalar &+ entry) & Self.scalarMask | entry & (15 << Self.classShift))
    } else if entry.has(.space) {
      appendSpace(to: &folded, from: start)
    } else {
      appendSlowly(scalar, entry, to: &folded, from: start, composes: &composes)
    }
  }

  @inline(__always)
  private func appendSpace(to folded: inout [PackedScalar], from start: Int) {
    if folded.count > start, folded[folded.count &- 1].has(.space) { return }
    folded.append(0x20 | CharacterClass.space.bits)
  }

  @inline(never)
  private func appendSlowly(
    _ scalar: UInt32, _ entry: UInt32, to folded: inout [PackedScalar], from start: Int,
    composes: inout Bool
  ) {
    if entry & Self.composes != 0 {
      let bits = entry & (15 << Self.classShift | Self.composes)
      folded.append((scalar &+ entry) & Self.scalarMask | bits)
      composes = true
    } else if entry & Self.several != 0 {
      var index = Int(entry & Self.scalarMask)
      while pool[index] != .max {
        let part = pool[index]
        let entry = self.entry(of: part)
        // The parts are folds themselves: none is several again.
        if entry.has(.space) {
          appendSpace(to: &folded, from: start)
        } else {
          folded.append(part | entry & (15 << Self.classShift | Self.composes))
          composes = composes || entry & Self.composes != 0
        }
        index += 1
      }
    }
    // Anything else is dropped.
  }

  /// Appends the fold of UTF-8, packed and composed.
  func appendPacked(_ utf8: Span<UInt8>, to folded: inout [PackedScalar]) {
    let start = folded.count
    if start == 0 { folded.reserveCapacity(utf8.count / 2) }
    var composes = false
    var index = 0
    while index < utf8.count {
      let scalar = UTF8Decoder.next(utf8, &index)
      append(scalar, to: &folded, from: start, composes: &composes)
    }
    if composes { compose(&folded, from: start) }
  }
}
