/// Tables of places: each group of paths and of texts begins where the one before it ended.
extension StructureCheck {
  func paths() {
    let section = index.section(.paths)
    let places = index.section(.pathIndex)
    var reader = ByteReader(section)
    var before = 0
    for document in 0..<index.documentCount {
      let isFirst = document % PathColumn.groupSize == 0
      if isFirst {
        let group = document / PathColumn.groupSize
        guard places.int(group * 8) == reader.offset else {
          problems.add(
            .pathIndex, at: index.offset(.pathIndex, group * 8),
            "the paths from document \(document) on are at \(places.int(group * 8)) instead of \(reader.offset)"
          )
          return
        }
      }
      let start = reader.offset
      let shared = isFirst ? 0 : reader.size()
      let length = reader.size()
      guard shared <= before, length <= section.count - min(reader.offset, section.count) else {
        problems.add(
          .paths, at: index.offset(.paths, start),
          "the path of document \(document) takes more than there is")
        return
      }
      _ = reader.bytes(length)
      before = shared + length
    }
    if reader.offset != section.count {
      problems.add(
        .paths, at: index.offset(.paths, min(reader.offset, section.count)),
        "the paths take \(reader.offset) bytes of \(section.count)")
    }
  }

  func texts() {
    let section = index.section(.text)
    let places = index.section(.textIndex)
    var place = 0
    for start in stride(from: 0, to: index.documentCount, by: TextSection.groupSize) {
      let group = start / TextSection.groupSize
      guard places.int(group * 8) == place else {
        problems.add(
          .textIndex, at: index.offset(.textIndex, group * 8),
          "the texts from document \(start) on are at \(places.int(group * 8)) instead of \(place)")
        return
      }
      var reader = ByteReader(section, at: place)
      var size = 0
      for _ in start..<min(start + TextSection.groupSize, index.documentCount) {
        size = size.addingReportingOverflow(reader.size()).partialValue
      }
      guard size >= 0, size <= section.count - min(reader.offset, section.count) else {
        problems.add(
          .text, at: index.offset(.text, place),
          "the texts from document \(start) on take more bytes than there are")
        return
      }
      place = reader.offset + size
    }
    if place != section.count {
      problems.add(
        .text, at: index.offset(.text, min(place, section.count)),
        "the texts take \(place) bytes of \(section.count)")
    }
  }
}
