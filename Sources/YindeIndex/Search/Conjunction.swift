/// The documents that hold all of some terms.
enum Conjunction {
  /// The best k documents, leading with the rarest term.
  ///
  /// A block of the rarest term is scored at once. What scores too little there for the largest scores of the others is dropped
  /// without a look at them, then what scores too little for the others' blocks that would hold it; only for what is left are these
  /// decoded.
  ///
  /// - Complexity: O(postings of the rarest term × terms × log) at worst.
  static func topK(
    _ cursors: inout [PostingCursor], k: Int, order documents: DocumentOrder
  ) -> [ScoredDocument] {
    var best = TopK(k, documents)
    guard k > 0, !cursors.isEmpty else { return [] }
    let order = cursors.indices.sorted {
      cursors[$0].documentFrequency < cursors[$1].documentFrequency
    }
    let lead = order[0]
    let others = order.dropFirst()
    // No document scores more in the other terms.
    var most = 0
    for index in others { most += Int(cursors[index].maxScore) }
    var found: [ScoredDocument] = []
    blocks: while cursors[lead].document != PostingCursor.endOfList {
      // A document that another term has not before it cannot be an answer.
      for index in others {
        let next = cursors[index].nextDocument(atLeast: cursors[lead].document)
        if next == PostingCursor.endOfList { break blocks }
        cursors[lead].seek(next)
      }
      guard cursors[lead].document != PostingCursor.endOfList else { break }
      if best.isFull {
        // Can anything in the rest of this block get in?
        let start = cursors[lead].document
        let end = cursors[lead].lastDocumentOfBlock() + 1
        var bound = 0
        for index in cursors.indices {
          bound += Int(cursors[index].maxScore(from: start, to: end))
        }
        if bound <= best.threshold {
          cursors[lead].seek(end)
          continue
        }
      }
      cursors[lead].collectBlock(above: best.threshold - most, into: &found)
      candidates: for candidate in found {
        guard Int(candidate.score) + most > best.threshold else { continue }
        let document = Int(candidate.document)
        if best.isFull {
          var bound = Int(candidate.score)
          for index in others { bound += Int(cursors[index].maxScore(at: document)) }
          if bound <= best.threshold { continue }
        }
        var score = candidate.score
        for index in others {
          cursors[index].seek(document)
          guard cursors[index].document == document else { continue candidates }
          score &+= cursors[index].score
        }
        if Int(score) > best.threshold {
          best.insert(place: document, score: score)
        }
      }
    }
    return best.sorted()
  }

  /// All documents in the order of their places, with their scores.
  static func all(_ cursors: inout [PostingCursor]) -> Candidates {
    var result = Candidates()
    guard !cursors.isEmpty else { return result }
    let order = cursors.indices.sorted {
      cursors[$0].documentFrequency < cursors[$1].documentFrequency
    }
    let lead = order[0]
    let others = order.dropFirst()
    var found: [ScoredDocument] = []
    blocks: while cursors[lead].document != PostingCursor.endOfList {
      for index in others {
        let next = cursors[index].nextDocument(atLeast: cursors[lead].document)
        if next == PostingCursor.endOfList { break blocks }
        cursors[lead].seek(next)
      }
      guard cursors[lead].document != PostingCursor.endOfList else { break }
      cursors[lead].collectBlock(above: -1, into: &found)
      candidates: for candidate in found {
        let document = Int(candidate.document)
        for index in others {
          cursors[index].seek(document)
          guard cursors[index].document == document else { continue candidates }
        }
        var score = candidate.score
        for index in others { score &+= cursors[index].score }
        result.documents.append(candidate.document)
        result.bounds.append(score)
      }
    }
    return result
  }
}
