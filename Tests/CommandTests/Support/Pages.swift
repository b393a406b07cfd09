/// Pages for the tests, small and of every kind that the command treats differently.
enum Pages {
  static func page(_ title: String, _ body: String, head: String = "") -> String {
    """
    <!DOCTYPE html>
    <html><head><meta charset="utf-8"><title>\(title)</title>\(head)</head>
    <body><h1>\(title)</h1>
    \(body)
    </body></html>

    """
  }

  static let layoffs = page(
    "青禾公司裁员三成",
    """
    <p>青禾公司周一宣布裁员三成，受影响的员工约四百人，赔偿按照工龄计算。</p>
    <p>公司负责人说，裁员之后，研发团队会继续做人工智能的平台，明年仍然招聘应届毕业生。</p>
    """,
    head: #"<meta property="article:published_time" content="2023-06-15T08:00:00+08:00">"#)

  static let traditional = page(
    "科技公司裁員潮",
    """
    <p>多家科技公司今年先後裁員，軟體工程師說，求職比去年困難得多，面試常常要等一個月。</p>
    <p>也有公司趁機徵才，開出比過去更高的薪水，希望留住熟練的工程師。</p>
    """)

  static let notes = page(
    "Reading notes",
    """
    <p>The index holds every bigram, so that GPT-4o and LibreOffice are found as whole words.</p>
    <p>今天读了一篇讲人工智能的文章，作者认为模型的大小不是关键，数据的质量才是关键。</p>
    """)

  /// 你好世界 in GBK, as it says itself.
  static let gbk: [UInt8] =
    Array(#"<html><head><meta charset="gbk"><title>"#.utf8) + [0xC4, 0xE3, 0xBA, 0xC3]
    + Array("</title></head><body><p>".utf8)
    + [0xC4, 0xE3, 0xBA, 0xC3, 0xCA, 0xC0, 0xBD, 0xE7] + Array("</p></body></html>".utf8)

  static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0]

  /// Writes `Pages/` with four pages, two that must be skipped, and one file of another kind.
  static func write(to folder: Folder) throws {
    try folder.write("Pages/news/layoffs.html", layoffs)
    try folder.write("Pages/tw/裁員 2023.htm", traditional)
    try folder.write("Pages/notes.html", notes)
    try folder.write("Pages/old/gbk.shtml", gbk)
    try folder.write("Pages/empty.html", "")
    try folder.write("Pages/logo.html", png)
    try folder.write("Pages/style.css", "p { margin: 0 }")
  }

  /// Writes `Pages/` with what doctors see besides: mojibake, damage, lies, emptiness.
  static func writeSick(to folder: Folder) throws {
    try write(to: folder)
    try folder.write(
      "Pages/mojibake/latin.html", page("å¼•å¾—", "<p>å¼•å¾—æ˜¯ä¸€ç§�æ£€ç´¢å·¥å…·</p>"))
    try folder.write("Pages/mojibake/lost.html", page("锟斤拷锟斤拷", "<p>锟斤拷锟斤拷锟斤拷 2003</p>"))
    try folder.write(
      "Pages/mojibake/quoted.html",
      page("乱码是怎么来的", "<p>把 UTF-8 的文字当作 GBK 来读，就成了乱码：</p><pre>浣犲ソ锛屼笘鐣</pre><p>这样的例子很多。</p>"))
    try folder.write("Pages/sick/cut.html", Array(notes.utf8.dropLast(40)) + [0xE4, 0xBD])
    try folder.write("Pages/sick/lies.html", layoffs.replacing("utf-8", with: "gb2312"))
    try folder.write("Pages/sick/pictures.html", page("", "<img src=a.png>"))
    try folder.write(
      "Pages/sick/app.html",
      "<title>App</title><p>载入中</p><script>" + String(repeating: "run();", count: 1000)
        + "</script>")
    try folder.write("Pages/sick/same.html", traditional)
    try folder.write("Pages/sick/untitled.html", "<p>没有标题的页面，只有这一段。</p>")
  }

  /// A folder with `Pages/` and `pages.yinde`.
  static func indexed() throws -> Folder {
    let folder = try Folder()
    try write(to: folder)
    let outcome = try Command.run(["index", "Pages", "-o", "pages.yinde", "-q"], in: folder)
    guard outcome.status == 0 else { throw NotIndexed(errors: outcome.errors) }
    return folder
  }

  struct NotIndexed: Error { var errors: String }
}
