/// Documents that may match a part of a query, ascending, each with the most that it can score there.
struct Candidates {
  var documents: [UInt32] = []
  var bounds: [UInt32] = []
  /// Whether every candidate is certain to match with exactly its bound.
  var isExact = true
  /// Whether every document is a candidate, with the bound 0; the arrays are then empty.
  var isEverything = false

  static let everything: Candidates = {
    var candidates = Candidates()
    candidates.isEverything = true
    candidates.isExact = false
    return candidates
  }()

  /// The bound of a document if it is a candidate.
  ///
  /// - Complexity: O(log n).
  func bound(of document: UInt32) -> UInt32? {
    if isEverything { return 0 }
    var low = 0
    var high = documents.count
    while low < high {
      let middle = (low &+ high) >> 1
      if documents[middle] < document { low = middle &+ 1 } else { high = middle }
    }
    return low < documents.count && documents[low] == document ? bounds[low] : nil
  }

  /// The documents in both, with the sums of their bounds.
  func intersection(_ other: Candidates) -> Candidates {
    var result = Candidates()
    result.isExact = isExact && other.isExact
    if isEverything || other.isEverything {
      var one = isEverything ? other : self
      one.isExact = result.isExact
      return one
    }
    var place = 0
    for (at, document) in documents.enumerated() {
      while place < other.documents.count, other.documents[place] < document { place += 1 }
      guard place < other.documents.count else { break }
      if other.documents[place] == document {
        result.documents.append(document)
        result.bounds.append(bounds[at] &+ other.bounds[place])
      }
    }
    return result
  }

  /// The documents in either, with the sums of their bounds.
  func union(_ other: Candidates, documentCount: Int) -> Candidates {
    if isEverything || other.isEverything {
      return listed(documentCount).union(other.listed(documentCount), documentCount: documentCount)
    }
    var result = Candidates()
    result.isExact = isExact && other.isExact
    result.documents.reserveCapacity(max(documents.count, other.documents.count))
    var left = 0
    var right = 0
    while left < documents.count || right < other.documents.count {
      let a = left < documents.count ? documents[left] : .max
      let b = right < other.documents.count ? other.documents[right] : .max
      result.documents.append(min(a, b))
      result.bounds.append(
        (a <= b && left < documents.count ? bounds[left] : 0)
          &+ (b <= a && right < other.documents.count ? other.bounds[right] : 0))
      if a <= b { left += 1 }
      if b <= a { right += 1 }
    }
    return result
  }

  /// The candidates one by one, when they are everything.
  func listed(_ documentCount: Int) -> Candidates {
    guard isEverything else { return self }
    var result = self
    result.isEverything = false
    result.documents = (0..<documentCount).map { UInt32($0) }
    result.bounds = [UInt32](repeating: 0, count: documentCount)
    return result
  }

  /// Adds the bounds of `other` to the documents that are here already.
  func adding(_ other: Candidates, documentCount: Int) -> Candidates {
    var result = listed(documentCount)
    result.isExact = isExact && other.isExact
    guard !other.isEverything else { return result }
    var place = 0
    for (at, document) in result.documents.enumerated() {
      while place < other.documents.count, other.documents[place] < document { place += 1 }
      guard place < other.documents.count else { break }
      if other.documents[place] == document { result.bounds[at] &+= other.bounds[place] }
    }
    return result
  }

  /// Without the documents of `other`, which must be exact.
  func subtracting(_ other: Candidates, documentCount: Int) -> Candidates {
    var result = listed(documentCount)
    guard !other.isEverything else { return Candidates() }
    var documents: [UInt32] = []
    var bounds: [UInt32] = []
    var place = 0
    for (at, document) in result.documents.enumerated() {
      while place < other.documents.count, other.documents[place] < document { place += 1 }
      if place < other.documents.count, other.documents[place] == document { continue }
      documents.append(document)
      bounds.append(result.bounds[at])
    }
    result.documents = documents
    result.bounds = bounds
    return result
  }
}
