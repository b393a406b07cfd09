import Testing

@testable import Yinde
@testable import YindeIndex

/// A joined index is the index of a folder with all the files.
@Suite struct MergeTests {
  @Test func theJoinIsTheIndexOfAllPages() throws {
    for round in 0..<(3 * Environment.scale) {
      var random = SeededRandom(stream: 950 + UInt64(round))
      let all = ChangingFolder(random, pages: 20 + 30 * round)
      let folder = all.folder
      let input = folder.file("P")
      _ = try PageIndex.build(from: input, at: folder.file("all.yinde"))
      // Each file into one of some folders, with its times.
      let count = random.int(2...4)
      let names = all.names
      for name in names {
        let part = random.int(0..<count)
        let other = "\(part)/" + name
        folder.makeFolders(other)
        folder.rename(name, to: other)
      }
      var parts: [String] = []
      for part in 0..<count where folder.times("\(part)/P") != [] {
        let path = folder.file("part\(part).yinde")
        do {
          _ = try PageIndex.build(from: folder.file("\(part)/P"), at: path)
          parts.append(path)
        } catch let error as YindeError where error.code == .nothingToIndex {}
      }
      guard parts.count > 1 else { continue }
      parts.shuffle(using: &random)
      var options = IndexingOptions()
      options.threads = random.int(1...3)
      let joined = folder.file("joined.yinde")
      let report = try PageIndex.merge(parts, at: joined, options)
      #expect(try PageIndex(at: joined).check(deep: true).isSound)
      // The files have been renamed, which changes one of their times; the metadata say where the folder is.
      let expected = try IndexSections.read(folder.file("all.yinde"), without: "metadata")
      let found = try IndexSections.read(joined, without: "metadata")
      let different = expected.keys.filter { expected[$0] != found[$0] }.sorted()
      #expect(different == [], "round \(round), \(SeededRandom.note)")
      #expect(report.documents == (try PageIndex(at: joined)).file.documentCount)
      // Joining in two steps is the same.
      if parts.count > 2 {
        let half = folder.file("half.yinde")
        _ = try PageIndex.merge(Array(parts.dropFirst()), at: half)
        _ = try PageIndex.merge([half, parts[0]], at: half)
        #expect(folder.read("half.yinde") == folder.read("joined.yinde"), SeededRandom.note)
      }
    }
  }

  /// An order is found anew among all pages when one of the indexes has one, or when it is asked for.
  @Test func theJoinOfReorderedIndexes() throws {
    let folder = PageFolder()
    for number in 0..<90 {
      let subject = ["山水花鸟", "铁路航空", "税务法规"][number % 3]
      folder.writePage(
        "\(subject)第\(number / 3 % 7)章\(subject)与\(number % 11)号", to: "P/\(100 + number).html")
    }
    var reordered = IndexingOptions()
    reordered.reorders = true
    let all = folder.file("all.yinde")
    _ = try PageIndex.build(from: folder.file("P"), at: all, reordered)
    #expect(try PageIndex(at: all).file.isReordered)
    for part in 0..<2 {
      folder.makeFolders("\(part)/P/x")
      for number in 0..<90 where number % 2 == part {
        folder.rename("P/\(100 + number).html", to: "\(part)/P/\(100 + number).html")
      }
      _ = try PageIndex.build(from: folder.file("\(part)/P"), at: folder.file("plain\(part)"))
      _ = try PageIndex.build(
        from: folder.file("\(part)/P"), at: folder.file("reordered\(part)"), reordered)
    }
    let expected = try IndexSections.read(all, without: "metadata")
    let joins: [(String, String, IndexingOptions)] = [
      ("reordered0", "reordered1", .init()), ("plain0", "reordered1", .init()),
      ("reordered0", "plain1", .init()), ("plain0", "plain1", reordered),
    ]
    for (one, two, options) in joins {
      let joined = folder.file("joined.yinde")
      _ = try PageIndex.merge([folder.file(one), folder.file(two)], at: joined, options)
      let found = try IndexSections.read(joined, without: "metadata")
      #expect(expected.keys.filter { expected[$0] != found[$0] } == [], "\(one), \(two)")
      #expect(try PageIndex(at: joined).check(deep: true).isSound)
      #expect(try PageIndex(at: joined).file.metadata["reorder"] == "1")
    }
  }

  @Test func recordsKeepTheOrderOfTheIndexes() throws {
    let folder = PageFolder()
    func write(_ ids: [String], to name: String) throws {
      let lines = ids.map { "{\"_id\": \"\($0)\", \"text\": \"中国\($0)\"}\n" }
      folder.write(lines.joined(), to: name + ".jsonl")
      _ = try PageIndex.build(
        from: folder.file(name + ".jsonl"), at: folder.file(name + ".yinde"))
    }
    try write(["z", "b"], to: "one")
    try write(["y", "a"], to: "two")
    let (one, two) = (folder.file("one.yinde"), folder.file("two.yinde"))
    let joined = folder.file("joined.yinde")
    _ = try PageIndex.merge([two, one], at: joined)
    let index = try PageIndex(at: joined)
    #expect((0..<4).map { index.file.path($0) } == ["y", "a", "z", "b"])
    #expect(index.check(deep: true).isSound)
    // A joined index cannot be updated, and an index can take the place of a part.
    let error = #expect(throws: YindeError.self) { try PageIndex.update(at: joined) }
    #expect(error?.description.contains("is joined from 2 indexes") == true)
    _ = try PageIndex.merge([two, one], at: two)
    #expect(folder.read("two.yinde") == folder.read("joined.yinde"))
  }

  @Test func whatCannotBeJoinedSaysWhy() throws {
    let folder = PageFolder()
    folder.writePage("中国", to: "A/x/1.html")
    folder.writePage("中文", to: "B/x/1.html")
    folder.writePage("中间", to: "B/x/2.html")
    folder.write("{\"_id\": \"1\", \"text\": \"中\"}\n", to: "r.jsonl")
    folder.write("{\"_id\": \"1\", \"text\": \"国\"}\n", to: "s.jsonl")
    for name in ["A", "B", "r.jsonl", "s.jsonl"] {
      _ = try PageIndex.build(from: folder.file(name), at: folder.file(name + ".yinde"))
    }
    func merge(_ names: String...) -> String {
      do {
        try PageIndex.merge(names.map { folder.file($0 + ".yinde") }, at: folder.file("j.yinde"))
        return ""
      } catch { return "\(error)" }
    }
    #expect(merge("A", "B").contains("x/1.html: is in "))
    #expect(merge("A", "A").contains("x/1.html: is in "))
    #expect(merge("r.jsonl", "s.jsonl").hasPrefix("1: is in "))
    #expect(merge("A", "r.jsonl").contains("is of a file of records, and "))
    #expect(merge("A").contains("is not enough to join"))
    #expect(merge("A", "missing").contains("cannot be opened"))
    #expect(folder.read("j.yinde") == [])
    var bytes = folder.read("A.yinde")
    bytes[bytes.count / 2] ^= 1
    folder.write(bytes, to: "D.yinde")
    #expect(merge("B", "D").contains("is damaged"))
  }
}
