/// The documents that hold all of some terms.
enum Conjunction {
  /// The best k documents, leading with the rarest term and passing over its blocks that cannot matter.
  ///
  /// - Complexity: O(postings of the rarest term × terms × log) at worst.
  static func topK(
    _ cursors: inout [PostingCursor], k: Int, order: DocumentOrder
  ) -> [ScoredDocument] {
    var best = TopK(k, order)
    guard k > 0, !cursors.isEmpty else { return [] }
    cursors.sort { $0.documentFrequency < $1.documentFrequency }
    var blockEnd = -1
    while cursors[0].document != PostingCursor.endOfList {
      let document = cursors[0].document
      if best.isFull, document > blockEnd {
        // Can anything in the rest of this block of the rarest term get in?
        blockEnd = cursors[0].lastDocumentOfBlock
        var bound = 0
        for index in cursors.indices {
          bound += Int(cursors[index].maxScore(from: document, to: blockEnd + 1))
        }
        if bound <= best.threshold {
          cursors[0].seek(blockEnd + 1)
          continue
        }
      }
      guard let score = align(&cursors, at: document) else { continue }
      if Int(score) > best.threshold {
        best.insert(place: document, score: score)
      }
      cursors[0].advance()
    }
    return best.sorted()
  }

  /// All documents in the order of their places, with their scores.
  static func all(_ cursors: inout [PostingCursor]) -> Candidates {
    var found = Candidates()
    guard !cursors.isEmpty else { return found }
    cursors.sort { $0.documentFrequency < $1.documentFrequency }
    while cursors[0].document != PostingCursor.endOfList {
      let document = cursors[0].document
      guard let score = align(&cursors, at: document) else { continue }
      found.documents.append(UInt32(document))
      found.bounds.append(score)
      cursors[0].advance()
    }
    return found
  }

  /// The score of `document`, on which the first cursor stands, if all cursors have it; else the first
  /// cursor moves to where the one that has it not goes on, and the answer is nil.
  private static func align(_ cursors: inout [PostingCursor], at document: Int) -> UInt32? {
    for index in cursors.indices.dropFirst() {
      cursors[index].seek(document)
      if cursors[index].document != document {
        cursors[0].seek(cursors[index].document)
        return nil
      }
    }
    var score: UInt32 = 0
    for index in cursors.indices { score &+= cursors[index].score }
    return score
  }
}
