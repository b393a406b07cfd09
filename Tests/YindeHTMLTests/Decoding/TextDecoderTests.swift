import Testing

@testable import YindeHTML

/// What a page is taken for, by labels, marks and bytes. The bytes are written as Unicode and
/// encoded by the decoders' own tables turned round (`Encoder`).
struct TextDecoderTests {
  private func text(_ decoded: DecodedText) -> String {
    String(decoding: decoded.utf8, as: UTF8.self)
  }

  @Test func labelledGB2312IsReadAsGB18030() {
    let page = "<meta charset=gb2312><title>朱镕基，€5，䶮</title>"
    let decoded = TextDecoder.decode(Encoder.encode(page, as: .gb18030))
    #expect(text(decoded) == page)
    #expect(
      decoded.encoding
        == EncodingReport(name: "gb18030", reason: .declared, declared: "gb2312", replacements: 0))
  }

  @Test func labelledBig5IsReadWithHongKongsCharacters() {
    let page = "<meta http-equiv=Content-Type content='text/html; charset=Big5'><p>佢哋嘅啲嘢，喺度。</p>"
    let decoded = TextDecoder.decode(Encoder.encode(page, as: .big5))
    #expect(text(decoded) == page)
    #expect(decoded.encoding.name == "Big5")
    #expect(decoded.encoding.reason == .declared)
  }

  @Test func byteOrderMarksDecide() {
    let page = "<meta charset=gb2312>中文"
    let marked = TextDecoder.decode([0xEF, 0xBB, 0xBF] + Array(page.utf8))
    #expect(text(marked) == page)
    #expect(marked.encoding.reason == .byteOrderMark)
    for (mark, encoding) in [([0xFF, 0xFE], PageEncoding.utf16LE), ([0xFE, 0xFF], .utf16BE)] {
      let bytes = mark.map(UInt8.init) + Encoder.encode(page + "𠮷", as: encoding)
      let decoded = TextDecoder.decode(bytes)
      #expect(text(decoded) == page + "𠮷")
      #expect(decoded.encoding.name == encoding.name)
      #expect(decoded.encoding.reason == .byteOrderMark)
    }
  }

  @Test func utf16IsKnownByItsNULs() {
    let page = "<html><title>引得</title><p>哈佛燕京學社引得編纂處</p></html>"
    for encoding in [PageEncoding.utf16LE, .utf16BE] {
      let decoded = TextDecoder.decode(Encoder.encode(page, as: encoding))
      #expect(text(decoded) == page)
      #expect(decoded.encoding.name == encoding.name)
    }
  }

  /// No ASCII and no NUL: likelier as UTF-16 than as anything else.
  @Test func utf16OfHanAlone() {
    let page = "今天的新闻，北京大学图书馆收到了一批新书，欢迎大家前来借阅。"
    for encoding in [PageEncoding.utf16LE, .utf16BE] {
      let decoded = TextDecoder.decode(Encoder.encode(page, as: encoding))
      #expect(text(decoded) == page, "\(decoded.encoding.name)")
    }
  }

  @Test func validUTF8WinsOverItsLabel() {
    let page = "<meta charset=gbk><p>这一页其实是 UTF-8</p>"
    let decoded = TextDecoder.decode(Array(page.utf8))
    #expect(text(decoded) == page)
    #expect(decoded.encoding.reason == .validUTF8)
    #expect(decoded.encoding.declared == "gbk")
  }

  @Test(arguments: [
    "今天天气很好", "商汤科技裁员", "关于我们的服务", "新闻中心，欢迎您", "北京大学图书馆", "他说：“你好。”",
  ])
  func sixSimplifiedHanAreEnough(_ title: String) {
    for label in ["", "<meta charset=utf-8>"] {
      let page = label + "<title>\(title)</title>"
      let decoded = TextDecoder.decode(Encoder.encode(page, as: .gb18030))
      #expect(text(decoded) == page)
      #expect(decoded.encoding.reason == .detected)
    }
  }

  @Test(arguments: [
    "今天天氣很好", "關於我們的服務", "新聞中心，歡迎您", "臺灣大學圖書館", "他說：「你好。」", "香港特別行政區",
  ])
  func sixTraditionalHanAreEnough(_ title: String) {
    for label in ["", "<meta charset=utf-8>"] {
      let page = label + "<title>\(title)</title>"
      let decoded = TextDecoder.decode(Encoder.encode(page, as: .big5))
      #expect(text(decoded) == page)
      #expect(decoded.encoding.name == "Big5")
    }
  }

  @Test func wrongLabelsLose() {
    let simplified = "<p>今天的新闻：北京大学图书馆收到了一批新书，欢迎大家前来借阅。</p>"
    let traditional = "<p>今天的新聞：臺灣大學圖書館收到了一批新書，歡迎大家前來借閱。</p>"
    for label in ["big5", "iso-8859-1", "utf-8", "euc-jp", "shift_jis", "euc-kr"] {
      let page = "<meta charset=\(label)>" + simplified
      let decoded = TextDecoder.decode(Encoder.encode(page, as: .gb18030))
      #expect(text(decoded) == page, "\(label): \(decoded.encoding)")
    }
    for label in ["gb2312", "iso-8859-1", "utf-8", "euc-jp", "shift_jis", "euc-kr"] {
      let page = "<meta charset=\(label)>" + traditional
      for encoding in [PageEncoding.big5, .eucTW] {
        let decoded = TextDecoder.decode(Encoder.encode(page, as: encoding))
        #expect(text(decoded) == page, "\(encoding) \(label): \(decoded.encoding)")
      }
    }
    let taiwan = TextDecoder.decode(Encoder.encode("<meta charset=big5>" + traditional, as: .eucTW))
    #expect(text(taiwan) == "<meta charset=big5>" + traditional)
  }

  /// Labels for other scripts, and for encodings of seven bits, lose to common Chinese; Chinese in rows of Han reads
  /// without an error as Japanese.
  @Test func wrongLabelsOfOtherScriptsLose() {
    let simplified = "<p>今天的新闻：北京大学图书馆收到了一批新书，欢迎大家前来借阅。</p>"
    let traditional = "<p>今天的新聞：臺灣大學圖書館收到了一批新書，歡迎大家前來借閱。</p>"
    for label in [
      "windows-1251", "koi8-r", "iso-8859-15", "iso-8859-2", "windows-1250", "tis-620", "ibm866",
      "macintosh", "iso-2022-jp", "iso-2022-kr", "hz-gb-2312",
    ] {
      for (body, encoding) in [(simplified, PageEncoding.gb18030), (traditional, .big5)] {
        let page = "<meta charset=\(label)>" + body
        #expect(
          text(TextDecoder.decode(Encoder.encode(page, as: encoding))) == page,
          "\(encoding) labelled \(label)")
      }
    }
    let long = "<meta charset=euc-jp><p>女生突然尖叫身亡死因调查报告发布，专家提醒注意夏季健康安全问题</p>"
    #expect(text(TextDecoder.decode(Encoder.encode(long, as: .gb18030))) == long)
  }

  /// A true label stays with its page, however few the letters.
  @Test func rightLabelsOfOtherScriptsStay() {
    let windows: [UInt8] = [
      0xED, 0xE5, 0xE2, 0xE5, 0xF0, 0xED, 0xEE, 0xE5, 0x20, 0xE7, 0xED, 0xE0, 0xF7, 0xE5, 0xED,
      0xE8, 0xE5, 0x20, 0xF1, 0xF2, 0xF0, 0xEE, 0xEA, 0xE8,
    ]
    let koi8: [UInt8] = [
      0xCE, 0xC5, 0xD7, 0xC5, 0xD2, 0xCE, 0xCF, 0xC5, 0x20, 0xDA, 0xCE, 0xC1, 0xDE, 0xC5, 0xCE,
      0xC9, 0xC5, 0x20, 0xD3, 0xD4, 0xD2, 0xCF, 0xCB, 0xC9,
    ]
    for (label, bytes) in [("windows-1251", windows), ("koi8-r", koi8)] {
      for count in [4, 8, bytes.count] {
        let decoded = TextDecoder.decode(Array("<meta charset=\(label)>".utf8) + bytes[..<count])
        let expected = String("неверное значение строки".prefix(count))
        #expect(text(decoded) == "<meta charset=\(label)>\(expected)")
        #expect(decoded.encoding.reason == .declared)
      }
    }
  }

  /// A frame in one encoding around articles in another: each part by its own.
  @Test(arguments: ["", "<meta charset=utf-8>", "<meta charset=gbk>", "<meta charset=big5>"])
  func pagesInTwoEncodings(_ label: String) {
    let frame = ["首页新闻论坛关于我们", "版权所有，联系我们", "今天的热门话题排行"]
    let simplified = ["朱镕基与陶喆在北京参加会议。", "这条评论说得很好", "我也是这么想的，支持楼主"]
    let traditional = ["臺灣大學圖書館的開放時間", "這條評論說得很好", "我也是這麼想的，支持樓主"]
    for (texts, encoding) in [(simplified, PageEncoding.gb18030), (traditional, .big5)]
    // A label for a third encoding, on pages as short as these, is believed.
    where !(label.contains("gbk") && encoding == .big5) {
      for (outer, inner) in [(PageEncoding.utf8, encoding), (encoding, .utf8)] {
        let framed = encoding == .big5 ? ["首頁新聞論壇關於我們", "版權所有，聯絡我們", "今天的熱門話題"] : frame
        var bytes = Array(label.utf8)
        var expected = label
        for (one, other) in zip(framed, texts) {
          bytes += Encoder.encode("<div>\(one)</div>", as: outer)
          bytes += Encoder.encode("<p>\(other)</p>", as: inner)
          expected += "<div>\(one)</div><p>\(other)</p>"
        }
        let decoded = TextDecoder.decode(bytes)
        #expect(text(decoded) == expected, "\(outer) around \(inner), \(label)")
        #expect(decoded.encoding.replacements == 0)
      }
    }
  }

  @Test func damagedUTF8StaysUTF8() {
    let text = String(repeating: "这一页的末尾被切断了。", count: 20)
    var bytes = Array(("<meta charset=utf-8>" + text).utf8)
    bytes.removeLast()
    var decoded = TextDecoder.decode(bytes)
    #expect(decoded.encoding.name == "UTF-8")
    #expect(decoded.encoding.replacements == 1)
    #expect(self.text(decoded).hasSuffix("切断了\u{FFFD}"))

    bytes.removeFirst(20)
    bytes.replaceSubrange(30..<31, with: [0xFF, 0xC0])
    decoded = TextDecoder.decode(bytes)
    #expect(decoded.encoding.name == "UTF-8")
    #expect(decoded.encoding.reason == .validUTF8)
  }

  @Test func twoCommonHanMayLookLikeUTF8() {
    // CD A8 D6 AA
    let page = Encoder.encode("<title>通知</title>", as: .gb18030)
    #expect(text(TextDecoder.decode(page)) == "<title>通知</title>")
    for western in ["<title>café</title>", "© 2020 Müller", "Привет, мир", "Ελληνικά", "25°C", "·"]
    {
      #expect(text(TextDecoder.decode(Array(western.utf8))) == western)
    }
  }

  @Test func otherLanguagesAreToldApart() {
    let japanese = "<p>日本最大級のポータルサイト。検索、ニュース、メールなどのサービスを展開。</p>"
    let korean = "<p>한국어 위키백과는 누구나 참여할 수 있는 백과사전입니다.</p>"
    for (text, encoding) in [
      (japanese, PageEncoding.eucJP), (japanese, .shiftJIS), (korean, .eucKR),
      ("Le café est fermé le dimanche à midi, mais pas l'été.", .windows1252),
      ("Müller & Söhne, Straße", .windows1252), ("© 2003 Foo", .windows1252),
    ] {
      let decoded = TextDecoder.decode(Encoder.encode(text, as: encoding))
      #expect(self.text(decoded) == text, "\(encoding): \(decoded.encoding)")
    }
  }

  @Test func plainASCIIIsItself() {
    let page = Array("<meta charset=gb2312><p>nothing but ASCII</p>".utf8)
    let decoded = TextDecoder.decode(page)
    #expect(decoded.utf8 == page)
    #expect(decoded.encoding == EncodingReport(name: "UTF-8", reason: .ascii, declared: "gb2312"))
    #expect(TextDecoder.decode([]).encoding.reason == .ascii)
  }

  @Test func transportLabelComesFirst() {
    let rare = "<meta charset=big5><p>囍龘靐</p>"
    let decoded = TextDecoder.decode(Encoder.encode(rare, as: .gb18030), transportLabel: "GBK")
    #expect(text(decoded) == rare)
    #expect(decoded.encoding.reason == .transport)
    #expect(decoded.encoding.declared == "GBK")
  }

  @Test func sevenBitEncodingsAreReadWhenLabelled() {
    let hz = TextDecoder.decode(
      Array("<meta charset=hz-gb-2312>~{<:Ky2;S{#,NpJ)SZHK!#~} ~~Bye".utf8))
    #expect(text(hz) == "<meta charset=hz-gb-2312>己所不欲，勿施于人。 ~Bye")
    let japanese = TextDecoder.decode(
      Array("<meta charset=iso-2022-jp>\u{1B}$BF|K\\\u{1B}(B!".utf8))
    #expect(text(japanese) == "<meta charset=iso-2022-jp>日本!")
    let korean = TextDecoder.decode(
      Array("\u{1B}$)C<meta charset=iso-2022-kr>\u{0E}GQ1[\u{0F}!".utf8))
    #expect(text(korean) == "<meta charset=iso-2022-kr>한글!")
    let chinese = TextDecoder.decode(
      Array("<meta charset=iso-2022-cn>\u{1B}$)A\u{0E}VPND\u{0F}!".utf8))
    #expect(text(chinese) == "<meta charset=iso-2022-cn>中文!")
  }

  /// The page of the issue: the label behind 3 KB of comments, both hyphens missing.
  @Test func lateAndBrokenLabel() {
    let comment = "<!--" + String(repeating: " 版权所有 ", count: 400) + "-->"
    for meta in [
      "<meta httpequiv=\"ContentType\" content=\"text/html; charset=gb2312\">",
      "<meta http-equiv=\"ContentType\" content=\"text/html;charset=gb2312\">",
      "<META HTTPEQUIV=Content-Type CONTENT='text/html; charset=gb2312'>",
    ] {
      let page = comment + meta + "<p>囍龘靐</p>"
      let decoded = TextDecoder.decode(Encoder.encode(page, as: .gb18030))
      #expect(text(decoded) == page)
      #expect(decoded.encoding.reason == .declared)
      #expect(decoded.encoding.declared == "gb2312")
    }
  }

  @Test(arguments: [
    "今天天氣很好", "關於我們的服務", "新聞中心，歡迎您", "臺灣大學圖書館", "他說：「你好。」", "中華民國八十六年",
  ])
  func sixHanOfEUCTWAreEnough(_ title: String) {
    for label in ["", "<meta charset=euc-tw>", "<meta charset=x-cns-1986>"] {
      let page = label + "<title>\(title)</title>"
      let decoded = TextDecoder.decode(Encoder.encode(page, as: .eucTW))
      #expect(text(decoded) == page, "\(decoded.encoding)")
      #expect(decoded.encoding.name == "EUC-TW")
    }
  }

  @Test func planesOfEUCTW() {
    // 中 in plane 1, 丂 in plane 2 and 㐀 in plane 3, plane 1 spelled out, a cut character.
    let bytes: [UInt8] = [
      0xC4, 0xE3, 0x8E, 0xA2, 0xA1, 0xA1, 0x8E, 0xA3, 0xA1, 0xA3, 0x8E, 0xA1, 0xC4, 0xE3,
      0xC4, 0x3C, 0x8E, 0x3E, 0x8E, 0xA2, 0x3C, 0x8E,
    ]
    let (utf8, errors) = PageEncoding.eucTW.decodeAll(bytes)
    #expect(
      String(decoding: utf8, as: UTF8.self)
        == "中乂\u{FFFD}中\u{FFFD}<\u{FFFD}>\u{FFFD}<\u{FFFD}")
    #expect(errors == 5)
  }
}
