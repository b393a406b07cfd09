import Glibc

/// What is fuzzed; `YINDE_FUZZ` names one.
enum FuzzTarget: String, CaseIterable {
  /// An index file with its header's checksum put right: opened, checked, searched, inspected.
  case index
  /// The same with all checksums put right, so that the deep check sees the damage.
  case sealed
  /// The same joined with a sound index, and searched beside it.
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

/// Called by libFuzzer once for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // libFuzzer owns the bytes and leaves them alone during the call.
  FuzzTarget.chosen.run(unsafe [UInt8](UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// A claim that has to hold whatever the input is; the fuzzer stops when it does not.
func expect(_ claim: Bool, _ message: @autoclosure () -> String) {
  if !claim { fatalError(message()) }
}
