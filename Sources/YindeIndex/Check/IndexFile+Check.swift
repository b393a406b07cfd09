import YindeAnalysis

extension IndexFile {
  /// Checks the file.
  ///
  /// The fast check reads every byte: checksums of all sections, that the sections do not overlap, and that
  /// tables agree with one another. The deep check also decodes every text, analyses it again, and compares
  /// every posting, frequency, length and count with what it finds; and encodes every list again, so that
  /// block entries and maxima are compared to the bit.
  ///
  /// - Complexity: fast O(bytes); deep about the cost of a build.
  public func check(deep: Bool, threads: Int) -> CheckReport {
    let start = ContinuousClock.now
    let threads = max(threads, 1)
    let problems = ProblemList()
    StructureCheck(index: self, problems: problems).run(threads: threads)
    // What is built on damaged tables would only repeat the damage.
    if deep, problems.isEmpty {
      DeepCheck(index: self, problems: problems).run(threads: threads)
      SimilarityCheck(index: self, problems: problems).deep(threads: threads)
    }
    if !file.isWhole {
      problems.add(.metadata, "the file was cut short, or could not be read, during the check")
    }
    var report = problems.report()
    let took = (ContinuousClock.now - start).components
    report.seconds = Double(took.seconds) + Double(took.attoseconds) * 1e-18
    report.bytes = byteCount
    return report
  }

  /// Where a section's byte stands in the file.
  func offset(_ id: SectionID, _ offset: Int = 0) -> Int? {
    header.sections.first { $0.id == id }.map { $0.offset + offset }
  }
}
