import Foundation
import YindeAnalysis
import YindeHTML

/// From the bytes of pages, held in memory, to terms; one thread.
struct PageStages {
  let folder: String

  func run(_ runner: Runner) -> [Result] {
    guard ["decode", "decode+parse", "analyse"].contains(where: runner.wants) else { return [] }
    let files = pages()
    let htmlBytes = files.reduce(0) { $0 + $1.count }

    var results = runner.throughput("decode", bytes: htmlBytes) {
      for file in files { keep(TextDecoder.decode(file).utf8.count) }
    }
    results += runner.throughput("decode+parse", bytes: htmlBytes) {
      for file in files { keep(Page(html: file).blocks.count) }
    }
    guard runner.wants("analyse") else { return results }
    let parsed = files.map { Page(html: $0) }
    let textBytes = parsed.reduce(0) { $0 + $1.text.count }
    results += runner.throughput("analyse", bytes: textBytes) {
      var analyzer = Analyzer()
      var terms = TermBuffer()
      for page in parsed {
        let text = page.text.span
        for block in page.blocks {
          terms.removeAll()
          analyzer.analyze(text.extracting(block.range), into: &terms)
          keep(terms.count)
        }
      }
    }
    return results
  }

  /// The plain pages below the folder, in the order of their paths.
  private func pages() -> [[UInt8]] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { name in
      [".html", ".htm", ".xhtml", ".shtml"].contains { name.hasSuffix($0) }
    }
    .sorted()
    .compactMap { FileManager.default.contents(atPath: folder + "/" + $0).map { Array($0) } }
  }
}

/// Takes a value that a stage made, so that the optimiser cannot drop the work.
@inline(never)
func keep(_ value: Int) {
  if value == .min { print("") }
}
