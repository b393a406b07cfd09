import Yinde

/// A diagnosis for people: encodings, then what is wrong, the losses first, each with what to do.
struct DiagnosisText {
  private let diagnosis: Diagnosis

  init(_ diagnosis: Diagnosis) { self.diagnosis = diagnosis }

  func print(of input: String) {
    var summary =
      "\(Output.safe(input)): \(Figures.count(diagnosis.pages, "page")), "
      + Figures.bytes(diagnosis.bytes)
    if diagnosis.otherFiles > 0 {
      summary += "; \(Figures.count(diagnosis.otherFiles, "other file")) passed over"
    }
    Output.print(summary)
    printEncodings()
    printLosses()
    printNotes()
    if diagnosis.pages == 0 {
      Output.print("")
      Output.print("✗ there is no page that could be indexed")
    } else if !diagnosis.hasProblems {
      Output.print("")
      Output.print("✓ nothing is lost")
    }
  }

  private func printEncodings() {
    let uses = diagnosis.encodings
    guard !uses.isEmpty else { return }
    let name = uses.map { Figures.columns($0.name) }.max() ?? 0
    let pages = uses.map { Figures.grouped($0.pages).count }.max() ?? 0
    Output.print("")
    for use in uses {
      let reasons = use.reasons.map { "\($0.why) \(Figures.grouped($0.pages))" }
      Output.print(
        "  \(Figures.padded(use.name, name))  "
          + Figures.padded(Figures.grouped(use.pages), pages, right: true)
          + "  \(reasons.joined(separator: ", "))")
    }
  }

  private func printLosses() {
    let undecodable = diagnosis.undecodable
    print(
      "✗", diagnosis.skipped, "\(Figures.count(diagnosis.skipped.pages, "input")) not read",
      "mend them, or remove what is no page")
    print(
      "✗", undecodable,
      "\(Figures.count(undecodable.count, "character")) on \(pages(undecodable)) "
        + "could not be decoded",
      "the files are damaged; if you can, get them again")
    print(
      "✗", diagnosis.mojibake,
      "\(Figures.count(diagnosis.mojibake.count, "character")) of mojibake on "
        + pages(diagnosis.mojibake),
      "lost before they were saved, or quoted; get the pages again if they should be sound")
    print(
      "✗", diagnosis.withoutText, "\(pages(diagnosis.withoutText)) without text",
      "found by their titles only; pictures and frames have no text")
    print(
      "✗", diagnosis.scripts, "\(pages(diagnosis.scripts)) with hardly any text",
      "scripts make their text; save them from a browser after they have run")
  }

  private func printNotes() {
    let repaired = diagnosis.repaired
    print(
      "·", repaired,
      "\(Figures.count(repaired.count, "character")) of mojibake on \(pages(repaired)) put right",
      nil)
    print(
      "·", diagnosis.wrongLabels,
      "\(pages(diagnosis.wrongLabels)) labelled wrongly, and read rightly", nil)
    print(
      "·", diagnosis.withoutTitle, "\(pages(diagnosis.withoutTitle)) without a title",
      "results show their paths")
    if diagnosis.repeatedTexts > 0 {
      Output.print("")
      Output.print(
        "· \(Figures.count(diagnosis.repeatedTexts, "page")) with the same text as another")
    }
  }

  private func pages(_ finding: Diagnosis.Finding) -> String {
    Figures.count(finding.pages, "page")
  }

  private func print(
    _ mark: String, _ finding: Diagnosis.Finding, _ what: String, _ advice: String?
  ) {
    guard !finding.isEmpty else { return }
    Output.print("")
    Output.print("\(mark) \(what)" + (advice.map { ": \($0)" } ?? ""))
    let counts = finding.examples.map { $0.count > 0 ? Figures.grouped($0.count) : "" }
    let width = counts.map(\.count).max() ?? 0
    for (example, count) in zip(finding.examples, counts) {
      let number = width > 0 ? Figures.padded(count, width, right: true) + "  " : ""
      let detail = example.detail.isEmpty ? "" : "  \(Output.safe(example.detail))"
      Output.print("    \(number)\(Output.safe(example.path))\(detail)")
    }
    let more = finding.pages - finding.examples.count
    if more > 0 { Output.print("    … and \(Figures.grouped(more)) more") }
  }
}
