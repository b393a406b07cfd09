import Glibc
import YindeHTML
public import YindeIndex

extension PageIndex {
  /// Checks the index: structure and checksums; with `deep` also every posting and statistic against the
  /// stored text.
  ///
  /// - Parameter threads: all processors when nil.
  public func check(deep: Bool = false, threads: Int? = nil) -> CheckReport {
    file.check(deep: deep, threads: max(threads ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1))
  }
}

extension IndexFile {
  /// The date of a document as `yyyy-mm-dd`, or `yyyy-mm` when only the month is known.
  public func dateText(_ document: Int) -> String? {
    guard let days = date(document), var date = CalendarDate(daysSince1970: days) else {
      return nil
    }
    date.isMonth = isDateMonth(document)
    return date.description
  }
}
