/// What a `<meta>` tells, whatever it is called. Lower raw values are trusted more.
enum MetaKey: UInt8, Sendable {
  case description, socialDescription
  case keywords
  case author, socialAuthor
  case siteName, applicationName
  case title
  case published, date, modified
  case language
  case generator
  case address

  /// Names in use: the standard's, Open Graph's, Dublin Core's, and those of the Chinese
  /// government's norm for web pages (GB/T 国办函: SiteName, ArticleTitle, PubDate and so on).
  private static let names: [(MetaKey, String)] = [
    (.description, "description"),
    (.socialDescription, "og:description twitter:description dc.description"),
    (.keywords, "keywords news_keywords article:tag"),
    (.author, "author dc.creator byl bytedance:author"),
    (.socialAuthor, "article:author og:article:author twitter:creator"),
    (.siteName, "og:site_name sitename"),
    (.applicationName, "application-name apple-mobile-web-app-title"),
    (.title, "og:title twitter:title articletitle"),
    (
      .published,
      """
      article:published_time og:published_time datepublished pubdate publishdate publish-date
      publish_date publication_date article:published dc.date.issued dcterms.issued
      og:release_date bytedance:published_time weibo:article:create_at release_date
      og:article:published_time sailthru.date parsely-pub-date cxenseparse:recs:publishtime
      publish_time publishtime articlepubdate originalpublicationdate citation_publication_date
      citation_date citation_online_date
      """
    ),
    (
      .date, "date dc.date dc.date.created dcterms.created dcterms.date datecreated og:time created"
    ),
    (
      .modified,
      """
      article:modified_time og:updated_time datemodified dcterms.modified dc.date.modified
      last-modified lastmod revised dateupdate
      """
    ),
    (.language, "content-language"), (.generator, "generator"),
    (.address, "og:url"),
  ]

  private static let table: NameTable = {
    var table = NameTable(capacity: 256)
    for (key, list) in names {
      for name in list.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
        table.insert(name, value: UInt32(key.rawValue))
      }
    }
    return table
  }()

  static func named(_ hash: NameHash) -> MetaKey? {
    table[hash].flatMap { MetaKey(rawValue: UInt8(truncatingIfNeeded: $0)) }
  }
}
