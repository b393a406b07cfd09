/// What the names of classes, identifiers and roles suggest about an element.
///
/// Names lie: an article can stand in `class="sidebar-right main"`. So a hint is one signal of
/// several, and no hint is a verdict.
struct Hints: OptionSet, Sendable {
  let rawValue: UInt32

  init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  static let navigation = Hints(rawValue: 1 << 0)
  static let header = Hints(rawValue: 1 << 1)
  static let footer = Hints(rawValue: 1 << 2)
  static let aside = Hints(rawValue: 1 << 3)
  static let comments = Hints(rawValue: 1 << 4)
  static let related = Hints(rawValue: 1 << 5)
  static let share = Hints(rawValue: 1 << 6)
  static let advertisement = Hints(rawValue: 1 << 7)
  static let breadcrumb = Hints(rawValue: 1 << 8)
  static let byline = Hints(rawValue: 1 << 9)
  static let pager = Hints(rawValue: 1 << 10)
  static let account = Hints(rawValue: 1 << 11)
  static let search = Hints(rawValue: 1 << 12)
  static let control = Hints(rawValue: 1 << 13)
  static let notice = Hints(rawValue: 1 << 14)
  static let contents = Hints(rawValue: 1 << 15)
  static let article = Hints(rawValue: 1 << 16)
  static let content = Hints(rawValue: 1 << 17)
  static let author = Hints(rawValue: 1 << 18)
  static let articleBody = Hints(rawValue: 1 << 19)
  static let date = Hints(rawValue: 1 << 20)
  static let post = Hints(rawValue: 1 << 21)
  /// Of a page that is a thread; a post by itself too.
  static let thread = Hints(rawValue: 1 << 22)

  /// What speaks for furniture.
  static let furniture: Hints = [
    .navigation, .footer, .aside, .related, .share, .advertisement, .breadcrumb, .byline, .pager,
    .account, .search, .control, .notice, .contents,
  ]

  private static let words: [(Hints, String)] = [
    (
      .navigation,
      """
      nav navbar navigation menu menus submenu topnav mainnav sidenav subnav navi daohang topbar
      tabbar menubar menuitem navbox navlinks
      """
    ),
    (.header, "header head masthead banner logo top hd"),
    (.footer, "footer foot colophon bottom contentinfo icp beian ft foots bot footbar"),
    (.aside, "aside sidebar side rail complementary sider rightbar leftbar"),
    (
      .comments,
      "comment comments discuss respond pinglun commentlist disqus replylist cmt liuyan"
    ),
    (
      .related,
      """
      related relate relates recommend recommended recommendation relevant similar hot popular
      rank ranking ranklist latest newest xiangguan tuijian guess hotlist toplist recent
      relatednews readmore archive archives
      """
    ),
    (
      .share,
      "share sharing social bdshare jiathis bdsharebuttonbox qrcode weixin wechat follow"
    ),
    (
      .advertisement,
      "ad ads advert adv advertisement adsense adsbygoogle sponsor sponsored promo promotion guanggao gg download"
    ),
    (.breadcrumb, "breadcrumb breadcrumbs crumb crumbs mbx weizhi"),
    (
      .byline,
      """
      byline meta dateline infobar postmeta sourceinfo tags tag category categories vote rating
      stat stats count views like likes
      """
    ),
    (.pager, "pager pagination paging prev previous next pagenav pageup pagedown"),
    (
      .account,
      "login signin signup register user userinfo account avatar profile usercard signature sign"
    ),
    (.search, "search searchbox sousuo searchbar searchform"),
    (
      .control,
      """
      btn btns button buttons toolbar tool tools modal popup popover dialog tooltip dropdown
      toast alert cookie overlay mask edit editsection noprint
      """
    ),
    (
      .notice,
      """
      copyright disclaimer license licence notice statement agreement terms policy rules
      convention declare declaration shengming banquan
      """
    ),
    (.contents, "toc catalog catalogue tableofcontents"),
    (.article, "article news story detail details blog entry arc artical essay"),
    (
      .content,
      """
      content contents text body con txt main maincontent editor richtext markdown neirong zhengwen
      para paragraph wenzhang
      """
    ),
    (.author, "author writer zuozhe"),
    (.articleBody, "articlebody articlecontent postcontent entrycontent articletext contenttext"),
    (.date, "date time pubdate pubtime publish published datetime"),
    (.post, "post posts message floor answer reply replies msg"),
    (
      [.post, .thread],
      "thread threads viewthread topic topics bbs forum forums question questions discussion qa tiezi"
    ),
  ]

  private static let table: NameTable = {
    var table = NameTable(capacity: 1024)
    for (hint, list) in words {
      for word in list.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
        table.insert(word, value: hint.rawValue)
      }
    }
    return table
  }()

  /// The hints in an attribute's value: its words are parted by anything that is no letter, and by
  /// a capital after a small letter (`articleBody`, `nav-bar`, `side_nav2`). A name is also looked
  /// up whole, with its parts run together.
  init(_ source: Span<UInt8>, in range: Range<Int>, attribute: AttributeName) {
    self = []
    var index = range.lowerBound
    while index < range.upperBound {
      while index < range.upperBound, source[index].isHTMLSpace { index += 1 }
      var whole = NameHash()
      var word = NameHash()
      var isInWord = false
      var wordCount = 0
      var isAfterSmall = false
      while index < range.upperBound, !source[index].isHTMLSpace {
        let byte = source[index]
        index += 1
        let isSmall = byte &- 0x61 < 26
        let isCapital = byte &- 0x41 < 26
        if isInWord, !(isSmall || isCapital) || (isCapital && isAfterSmall) {
          add(word)
          wordCount += 1
          word = NameHash()
          isInWord = false
        }
        if isSmall || isCapital {
          word.addFolded(byte)
          whole.addFolded(byte)
          isInWord = true
        }
        isAfterSmall = isSmall
      }
      if isInWord { add(word) }
      if wordCount > 0 { add(whole) }
    }
  }

  private mutating func add(_ word: NameHash) {
    if let value = Self.table[word] { formUnion(Hints(rawValue: value)) }
  }
}
