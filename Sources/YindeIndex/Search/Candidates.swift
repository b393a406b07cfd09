/// Documents that may match a part of a query, each with the most that it can score there. They stand by their places in postings
/// (``DocumentOrder``), ascending.
struct Candidates {
  var documents: [UInt32] = []
  var bounds: [UInt32] = []
  /// Whether every candidate is certain to match with exactly its bound.
  var isExact = true
  /// Whether every document that passes ``test`` is a candidate, with the bound 0; the arrays are then empty.
  var isEverything = false
  /// What is asked of a document when ``isEverything``; nil for nothing.
  var test: QueryPlan.DocumentTest?

  /// All documents, of which it is not certain that they match.
  static var everything: Candidates {
    var candidates = Candidates()
    candidates.isEverything = true
    candidates.isExact = false
    return candidates
  }

  /// The documents that pass a test, for certain.
  static func passing(_ test: @escaping QueryPlan.DocumentTest) -> Candidates {
    var candidates = Candidates()
    candidates.isEverything = true
    candidates.test = test
    return candidates
  }

  /// The bound of a document if it is a candidate.
  ///
  /// - Complexity: O(log n).
  func bound(of document: UInt32) -> UInt32? {
    if isEverything { return test?(Int(document)) ?? true ? 0 : nil }
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
      let test = (isEverything ? self : other).test
      var one = isEverything ? other : self
      one.isExact = result.isExact
      if let test { one.keep(test) }
      return one
    }
    // Without a branch on which of the two is ahead, which nobody can predict when both are dense.
    let most = min(documents.count, other.documents.count)
    result.documents = [UInt32](repeating: 0, count: most)
    result.bounds = result.documents
    var (at, place, count) = (0, 0, 0)
    while at < documents.count, place < other.documents.count {
      let (document, theirs) = (documents[at], other.documents[place])
      // It may be written over; there is room, since each pair takes one of either.
      result.documents[count] = document
      result.bounds[count] = bounds[at] &+ other.bounds[place]
      count &+= document == theirs ? 1 : 0
      at &+= document <= theirs ? 1 : 0
      place &+= theirs <= document ? 1 : 0
    }
    result.documents.removeLast(most - count)
    result.bounds.removeLast(most - count)
    return result
  }

  /// Drops the documents that do not pass a test.
  ///
  /// - Complexity: O(candidates); O(1) when they are everything.
  private mutating func keep(_ wanted: @escaping QueryPlan.DocumentTest) {
    if isEverything {
      let before = test
      test = before.map { before in { before($0) && wanted($0) } } ?? wanted
      return
    }
    var kept = 0
    for at in documents.indices where wanted(Int(documents[at])) {
      documents[kept] = documents[at]
      bounds[kept] = bounds[at]
      kept += 1
    }
    documents.removeLast(documents.count - kept)
    bounds.removeLast(bounds.count - kept)
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
    result.test = nil
    if let test {
      for document in 0..<documentCount where test(document) {
        result.documents.append(UInt32(document))
      }
    } else {
      result.documents = (0..<documentCount).map { UInt32($0) }
    }
    result.bounds = [UInt32](repeating: 0, count: result.documents.count)
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
    if other.isEverything {
      guard let test = other.test else { return Candidates() }
      var result = self
      result.keep { !test($0) }
      return result
    }
    var result = listed(documentCount)
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
