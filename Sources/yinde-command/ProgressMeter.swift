import Glibc
import Synchronization
import Yinde

/// A line on the terminal that says how far indexing is; rewritten ten times a second at most.
final class ProgressMeter: Sendable {
  private let isShown: Bool
  private let start = ContinuousClock.now
  private let last = Mutex<ContinuousClock.Instant?>(nil)

  init(isShown: Bool) { self.isShown = isShown }

  func show(_ progress: IndexingProgress) {
    guard isShown else { return }
    let now = ContinuousClock.now
    let isDue = last.withLock { last in
      guard last == nil || now - last! >= .milliseconds(100) else { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let took = now - start
    let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18
    write("\r\u{1B}[K" + text(progress, seconds))
  }

  private func text(_ progress: IndexingProgress, _ seconds: Double) -> String {
    switch progress.phase {
    case .inverting: return "inverting: \(Figures.grouped(progress.documents)) pages"
    case .reordering: return "reordering: \(Figures.grouped(progress.documents)) pages"
    case .merging: return "merging terms: \(Figures.grouped(progress.documents)) pages"
    case .storing:
      return "storing text: \(Figures.grouped(progress.documents)) pages"
    case .reading:
      var line = "reading: \(Figures.grouped(progress.documents))"
      if let total = progress.totalDocuments { line += " of \(Figures.grouped(total))" }
      let speed = Double(progress.bytes) / max(seconds, 1e-3)
      line += " pages, \(Figures.fixed(speed / 1e6, 1)) MB/s"
      let left = Double(progress.totalBytes - progress.bytes) / max(speed, 1)
      if progress.totalBytes > progress.bytes { line += ", \(Int(left.rounded(.up))) s left" }
      return line
    }
  }

  /// Removes the line.
  func clear() {
    if isShown { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(2, $0.baseAddress, $0.count) }
  }
}
