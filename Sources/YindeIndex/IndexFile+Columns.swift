import YindeQuery

/// What the columns of documents say, as text.
extension IndexFile {
  /// The language of a page as a tag (`zh-hans`); nil when it is not known.
  public func languageTag(_ document: Int) -> String? { LanguageTag.name(language(document)) }

  /// The site of a page in lower case, a host or the first folder of its path; nil when there is none.
  public func site(_ document: Int) -> String? {
    let site = siteBytes(document)
    return site.isEmpty ? nil : String(decoding: site, as: UTF8.self)
  }
}
