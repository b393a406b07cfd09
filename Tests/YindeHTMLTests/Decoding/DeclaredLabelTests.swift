import Testing

@testable import YindeHTML

/// Where a page's label is looked for, and what labels mean.
struct DeclaredLabelTests {
  @Test(arguments: [
    ("<meta charset=gb2312>", "gb2312"), ("<META CHARSET = 'Big5' >", "Big5"),
    ("<meta/charset=gbk>", "gbk"),
    ("<meta http-equiv=Content-Type content='text/html; CharSet=GB2312'>", "GB2312"),
    ("<meta content=\"text/html;charset=big5\" http-equiv=\"Content-Type\" />", "big5"),
    ("<meta httpequiv=content-type content=\"text/html; charset=gbk\">", "gbk"),
    ("<meta http-equiv=content-type content=\"text/html; charset = 'gbk' \">", "gbk"),
    ("<?xml version=\"1.0\" encoding=\"GB18030\"?><html>", "GB18030"),
    ("<?xml version=\"1.0\" encoding=\"utf-8\"?><meta charset=gbk>", "gbk"),
    ("<!-- <meta charset=big5> --><meta charset=gbk>", "gbk"),
    ("<!--><meta charset=gbk>", "gbk"),
    ("<script>document.write('<meta charset=big5>')</script><meta charset=gbk>", "gbk"),
    ("<script>document.write('<meta charset=big5>')</script>", "big5"),
    ("<style>/* <meta charset=big5> */</STYLE ><meta charset=gbk>", "gbk"),
    ("<script><meta charset=gbk>", "gbk"),
    ("<meta charset=nonsense><meta charset=gbk>", "gbk"),
    ("<meta name=author content='charset=big5'><meta charset=gbk>", "gbk"),
    ("<p title='<meta charset=big5>'><meta charset=gbk>", "gbk"),
    ("<meta charset=big5 charset=gbk>", "big5"),
  ])
  func found(_ page: String, _ label: String) {
    #expect(DeclaredLabel.find(in: Array(page.utf8))?.label == label)
  }

  @Test(arguments: [
    "", "<", "<meta", "<meta charset=gbk", "<metacharset=gbk>", "<meta charset=>",
    "<!-- <meta charset=gbk>",
    "<meta content='text/html; charset=gbk'>", "<p title='<meta charset=gbk>", "charset=gbk",
    "<meta http-equiv=refresh content='0; url=?charset=gbk'>", "<?xml encoding=\"gbk\"", "<?xml?>",
  ])
  func notFound(_ page: String) {
    #expect(DeclaredLabel.find(in: Array(page.utf8)) == nil)
  }

  @Test func farBelowTheHead() {
    let page = "<!--" + String(repeating: " 版权所有 ", count: 800) + "--><meta charset=gbk>"
    #expect(DeclaredLabel.find(in: Array(page.utf8))?.label == "gbk")
  }

  @Test(arguments: [
    ("gb2312", "gb18030"), ("GB_2312-80", "gb18030"), (" x-gbk\n", "gb18030"),
    ("chinese", "gb18030"),
    ("gb2312;", "gb18030"), ("cp936", "gb18030"), ("cn-big5", "Big5"), ("x-x-big5", "Big5"),
    ("Big5-HKSCS", "Big5"), ("latin1", "windows-1252"), ("ISO-8859-1", "windows-1252"),
    ("ascii", "windows-1252"), ("utf8", "UTF-8"), ("unicode", "UTF-16LE"),
    ("shift-jis", "Shift_JIS"),
    ("x-euc-jp", "EUC-JP"), ("ks_c_5601-1987", "EUC-KR"), ("hz-gb-2312", "HZ-GB-2312"),
    ("iso-2022-kr", "ISO-2022-KR"), ("windows-1251", "windows-1251"), ("logical", "ISO-8859-8-I"),
  ])
  func labels(_ label: String, _ name: String) {
    #expect(PageEncoding(label: label)?.name == name)
  }

  @Test(arguments: ["", " ", ";", "gb2313", "utf-9", "中文", "replacement"])
  func unknownLabels(_ label: String) {
    #expect(PageEncoding(label: label) == nil)
  }

  @Test func aUTF16LabelThatCanBeReadIsUTF8() {
    #expect(DeclaredLabel.find(in: Array("<meta charset=utf-16>".utf8))?.encoding == .utf8)
    #expect(
      DeclaredLabel.find(in: Array("<meta charset=x-user-defined>".utf8))?.encoding == .windows1252)
  }
}
