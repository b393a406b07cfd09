/// Finds an order of the documents in which postings are small, between inverting and merging.
///
/// ```
/// runs ─► ForwardIndex ─► a sample of the terms ─► halves of halves … ─┬─► all terms ─► halves … ─┐
///                                                                     └─► all terms ─► halves … ─┴─► places
/// ```
///
/// Sets of documents that have too many postings are halved by a sample of their terms; sets that are small enough each by all
/// their terms, several at once. What is too many, and which terms are in the sample, depends on the documents only, so
/// that the order does not depend on threads and memory.
enum ReorderingPhase {
  /// Postings of a set that is halved by all its terms.
  private static let wholeSize = 1 << 23
  /// Postings in the sample, about.
  private static let sampleSize = 1 << 24

  /// Sets ``ReadingPhase/Outcome/places``, and puts lengths into the order of places.
  ///
  /// - Throws: ``IndexError`` when the memory does not suffice.
  /// - Complexity: O(postings × log documents).
  static func run(
    _ reading: inout ReadingPhase.Outcome, older: OlderPages?, folder: String, path: String,
    plan: MemoryPlan, progress: @escaping @Sendable (BuildProgress) -> Void
  ) throws {
    guard reading.documentCount > 0, plan.order != .byPath else { return }
    var step = BuildProgress()
    step.phase = .reordering
    step.documents = reading.documentCount
    progress(step)
    let order: [UInt32]
    switch plan.order {
    case .byPath: return
    case .given(let given): order = given
    case .byTerms:
      if let older {
        order = InheritedOrder.order(reading, older.index)
      } else {
        let forward = try ForwardIndex(
          reading.runs, numbers: reading.renumbering, count: reading.documentCount, folder: folder,
          plan: plan)
        order = try bisect(forward, path: path, plan: plan)
      }
    }
    guard order.indices.contains(where: { order[$0] != UInt32($0) }) else { return }
    var places = [UInt32](repeating: 0, count: order.count)
    for (place, document) in order.enumerated() { places[Int(document)] = UInt32(place) }
    reading.places = places
    reading.lengths = order.map { reading.lengths[Int($0)] }
  }

  // MARK: The order of a new index

  private static func bisect(
    _ forward: ForwardIndex, path: String, plan: MemoryPlan
  ) throws -> [UInt32] {
    let threads = try affordableThreads(forward, path: path, plan: plan)
    let all = (0..<forward.counts.count).map { UInt32($0) }
    let sets = try coarse(forward, all, threads: threads)
    let pipeline = Shared(sets, forward)
    try OrderedPipeline().run(
      threads: threads,
      produce: { pipeline.next() },
      work: { documents in
        try pipeline.readers.with { reader in
          var order: [UInt32] = []
          order.reserveCapacity(documents.count)
          Bisection.append(try reader.value.set(documents, sample: 1), to: &order)
          return order
        }
      },
      consume: { pipeline.order += $0 })
    return pipeline.order
  }

  /// Halves by a sample of the terms until the sets are small enough.
  ///
  /// - Returns: the documents of the sets, in their order.
  private static func coarse(
    _ forward: ForwardIndex, _ all: [UInt32], threads: Int
  ) throws -> [[UInt32]] {
    guard forward.postingCount > wholeSize else { return [all] }
    var sample = 1
    while forward.postingCount / sample > sampleSize { sample *= 2 }
    var reader = ForwardIndex.Reader(forward)
    var sets = [try reader.set(all, sample: sample)]
    while true {
      // All sets of a level have about as many documents; each is halved or not by what it holds itself.
      let level = Level(sets) { set in
        set.documents.count > Bisection.leafSize
          && set.documents.reduce(0) { $0 + Int(forward.counts[Int($1)]) } > wholeSize
      }
      guard level.isHalved.contains(true) else { return sets.map(\.documents) }
      sets = []
      runOnThreads(threads) { _ in
        while let (number, set) = level.take() {
          let halves = Bisection.halve(set)
          level.put(number, halves)
        }
      }
      sets = level.halves
    }
  }

  /// The sets of a level and their halves.
  private final class Level: @unchecked Sendable {
    // Everything but `isHalved` belongs to the lock.
    private let monitor = Monitor()
    private var sets: [DocumentSet?]
    private var found: [[DocumentSet]]
    private var taken = 0
    let isHalved: [Bool]

    init(_ sets: [DocumentSet], isHalved: (DocumentSet) -> Bool) {
      self.sets = sets
      self.isHalved = sets.map(isHalved)
      found = [[DocumentSet]](repeating: [], count: sets.count)
    }

    func take() -> (Int, DocumentSet)? {
      monitor.locked {
        while taken < sets.count {
          let number = taken
          taken += 1
          guard let set = sets[number] else { continue }
          // Whoever takes it is to free it.
          sets[number] = nil
          if isHalved[number] { return (number, set) }
          found[number] = [set]
        }
        return nil
      }
    }

    func put(_ number: Int, _ halves: (DocumentSet, DocumentSet)) {
      monitor.locked { found[number] = [halves.0, halves.1] }
    }

    var halves: [DocumentSet] { monitor.locked { found.flatMap { $0 } } }
  }

  /// A reader that stays with a thread for a piece of work.
  private final class ReaderBox {
    var value: ForwardIndex.Reader
    init(_ value: ForwardIndex.Reader) { self.value = value }
  }

  private final class Shared: @unchecked Sendable {
    // `taken` belongs to the thread that takes work, `order` to the one that hands it on.
    private let sets: [[UInt32]]
    private var taken = 0
    var order: [UInt32] = []
    let readers: Pool<ReaderBox>

    init(_ sets: [[UInt32]], _ forward: ForwardIndex) {
      self.sets = sets
      readers = Pool { ReaderBox(ForwardIndex.Reader(forward)) }
    }

    func next() -> [UInt32]? {
      guard taken < sets.count else { return nil }
      taken += 1
      return sets[taken - 1]
    }
  }

  /// As many threads as the memory allows.
  private static func affordableThreads(
    _ forward: ForwardIndex, path: String, plan: MemoryPlan
  ) throws(IndexError) -> Int {
    // A set and its halves, the terms' counts and numbers; places, lists and halves of all documents.
    let one = 2 * 4 * min(forward.postingCount, wholeSize) + 8 * forward.termCount
    let sample = forward.postingCount > wholeSize ? 2 * 4 * sampleSize : 0
    let fixed = 64 * forward.counts.count
    let needed = fixed + max(sample, one)
    guard needed <= plan.reordering else {
      throw IndexError(
        .tooLarge, path: path,
        message:
          "cannot be reordered in this memory: \(forward.counts.count) documents need \((needed >> 20) + 1) MiB for it",
        advice:
          "give --memory \(MemoryPlan.memory(reordering: needed) >> 20)M, or leave --reorder out")
    }
    return max(1, min(plan.threads, (plan.reordering - fixed) / one))
  }
}

/// The order that an updated index takes from the older one.
enum InheritedOrder {
  /// Documents that the older index has keep their order among themselves; a new one stands behind the document that
  /// precedes it by path.
  ///
  /// - Returns: the document at each place.
  /// - Complexity: O(documents × log documents).
  static func order(_ reading: ReadingPhase.Outcome, _ older: IndexFile) -> [UInt32] {
    var keys = [Int](repeating: -1, count: reading.documentCount)
    for (document, number) in reading.keptNumbers.enumerated()
    where number != ReadingPhase.noDocument {
      let number = reading.renumbering.isEmpty ? number : reading.renumbering[Int(number)]
      keys[Int(number)] = older.order.place(of: document)
    }
    for number in keys.indices.dropFirst() where keys[number] < 0 {
      keys[number] = keys[number - 1]
    }
    return keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { UInt32($0) }
  }
}
