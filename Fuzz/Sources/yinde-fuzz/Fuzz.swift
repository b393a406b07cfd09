import CFuzzLimits
import Glibc

/// What is fuzzed; `YINDE_FUZZ` names one.
enum FuzzTarget: String, CaseIterable {
  /// An index file with its header's checksum put right: opened, checked, searched, inspected.
  case index
  /// The same with all checksums put right, so that the deep check sees the damage.
  case sealed
  /// The same searched beside a sound index.
  case joint
  /// The same joined with a sound index.
  case merge
  case page
  case decoding
  case analysis
  case query
  case pattern
  case json
  case gzip
  case zip
  case warc
  case mhtml
  case markdown
  case text
  case lines

  static let chosen: FuzzTarget = {
    guard let name = unsafe getenv("YINDE_FUZZ"),
      let target = FuzzTarget(rawValue: unsafe String(cString: name))
    else {
      fatalError("YINDE_FUZZ names one of \(allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return target
  }()

  func run(_ bytes: [UInt8]) {
    switch self {
    case .index: IndexFuzz.run(bytes, sealed: false)
    case .sealed: IndexFuzz.run(bytes, sealed: true)
    case .joint: IndexFuzz.joint(bytes)
    case .merge: IndexFuzz.merge(bytes)
    case .page: PageFuzz.page(bytes)
    case .decoding: PageFuzz.decoding(bytes)
    case .analysis: PageFuzz.analysis(bytes)
    case .query: QueryFuzz.run(bytes)
    case .pattern: PatternFuzz.run(bytes)
    case .json: InputFuzz.json(bytes)
    case .gzip: InputFuzz.gzip(bytes)
    case .zip: ContainerFuzz.run(bytes, name: "x.zip")
    case .warc: ContainerFuzz.run(bytes, name: "x.warc")
    case .mhtml: ContainerFuzz.run(bytes, name: "x.mht")
    case .markdown: ContainerFuzz.run(bytes, name: "x.md")
    case .text: ContainerFuzz.run(bytes, name: "x.txt")
    case .lines: ContainerFuzz.run(bytes, name: "x.jsonl")
    }
  }
}

extension FuzzTarget {
  /// Whether inputs are index files.
  var takesIndexes: Bool {
    switch self {
    case .index, .sealed, .joint, .merge: true
    default: false
    }
  }

  /// What an input may hold in memory at a time: for index files twice their size and ``freeMemory``.
  func memoryLimit(_ bytes: Int) -> Int { takesIndexes ? 2 * bytes + FuzzTarget.freeMemory : 0 }

  /// Buffers that do not depend on the size of an index. `YINDE_FUZZ_MEMORY` in MiB.
  private static let freeMemory = (setting("YINDE_FUZZ_MEMORY") ?? 32) << 20
  /// Processor time for an input. `YINDE_FUZZ_TIME` in milliseconds; sanitizers need more than the program without them.
  static let milliseconds = setting("YINDE_FUZZ_TIME") ?? 1_000
  /// Processor time for all inputs together. `YINDE_FUZZ_SECONDS`; without it libFuzzer's own limits hold.
  static let seconds = setting("YINDE_FUZZ_SECONDS")

  private static func setting(_ name: String) -> Int? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe Int(String(cString: value))
  }
}

/// Called by libFuzzer at the start. With `YINDE_FUZZ_SEEDS=FOLDER` the process makes index files there, of what stands in
/// `YINDE_FUZZ_PAGES`, and ends.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>?, _ arguments: UnsafeMutableRawPointer?
) -> CInt {
  guard let seeds = unsafe getenv("YINDE_FUZZ_SEEDS"),
    let pages = unsafe getenv("YINDE_FUZZ_PAGES")
  else { return 0 }
  let (from, to) = unsafe (String(cString: pages), String(cString: seeds))
  IndexFuzz.makeSeeds(of: from, in: to)
  exit(0)
}

/// Called by libFuzzer once for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let target = FuzzTarget.chosen
  unsafe FuzzRun.executions += 1
  // libFuzzer owns the bytes and leaves them alone during the call.
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  yinde_limits_begin(target.memoryLimit(count), FuzzTarget.milliseconds)
  target.run(bytes)
  yinde_limits_end()
  return 0
}

/// How much was done, and the end of it.
///
/// libFuzzer counts the time of the clock alone, most of which belongs to others on a machine with other work.
enum FuzzRun {
  nonisolated(unsafe) static var executions = 0

  /// Ends the process when its time is used up. Called between inputs: within one libFuzzer takes an exit for a crash.
  static func endWhenSpent() {
    guard let seconds = FuzzTarget.seconds else { return }
    var spent = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent)
    guard spent.tv_sec >= seconds else { return }
    let count = unsafe executions
    let line = "yinde-fuzz: \(count) executions in \(spent.tv_sec) s of processor time\n"
    _ = unsafe write(2, line, line.utf8.count)
    exit(0)
  }
}

/// Called by libFuzzer for a new input: changes the `count` bytes at `start`, which has room for `room`.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(
  _ start: UnsafeMutablePointer<UInt8>, _ count: Int, _ room: Int, _ seed: CUnsignedInt
) -> Int {
  FuzzRun.endWhenSpent()
  guard FuzzTarget.chosen.takesIndexes else { return unsafe LLVMFuzzerMutate(start, count, room) }
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  let changed = IndexMutation.changed(bytes, limit: room, seed: seed)
  for (place, byte) in changed.prefix(room).enumerated() { unsafe start[place] = byte }
  return min(changed.count, room)
}

/// A claim that has to hold whatever the input is; the fuzzer stops when it does not.
func expect(_ claim: Bool, _ message: @autoclosure () -> String) {
  if !claim { fatalError(message()) }
}
