import YindeHTML

extension KnownItems {
  /// Takes the texts of links as queries, each for the page that it leads to.
  ///
  /// An index does not keep links, so the pages are read again from their folder. A text that leads to several pages (下一页)
  /// names none of them; a link of a page to itself counts for nothing.
  ///
  /// - Parameters:
  ///   - folder: what was indexed.
  ///   - sample: at most so many queries, by lot.
  ///   - generator: random numbers, which decide the lots.
  /// - Throws: ``YindeError`` when no page of the index is in the folder.
  /// - Complexity: O(bytes of the pages).
  public init(
    anchorsOf index: PageIndex, pages folder: String, sample: Int,
    using generator: inout some RandomNumberGenerator
  ) throws(YindeError) {
    var numbers: [String: Int] = [:]
    for document in 0..<index.file.documentCount { numbers[index.file.path(document)] = document }
    var texts = [[Text]](repeating: [], count: index.file.documentCount)
    var read = 0
    for document in 0..<index.file.documentCount {
      let bytes: [UInt8]
      do throws(InputFailure) {
        bytes = try PageFile.read(Array(folder.utf8) + [0x2F] + index.file.pathBytes(document))
      } catch {
        continue
      }
      read += 1
      let path = index.file.path(document)
      for link in Link.all(in: bytes) where !link.text.isEmpty {
        guard let target = LinkTarget.path(link.target, from: path),
          let number = numbers[target] ?? numbers[target + ".html"], number != document
        else { continue }
        let folded = KnownItems.folded(link.text)
        // Menus say the same on every page.
        if !texts[number].contains(where: { $0.folded == folded }) {
          texts[number].append((folded, link.text))
        }
      }
    }
    guard read > 0 else {
      throw YindeError(
        .badInput, path: folder, message: "holds none of the pages of the index",
        advice: "name the folder that was indexed")
    }
    self.init(.anchors, texts, sample: sample, using: &generator)
  }
}
