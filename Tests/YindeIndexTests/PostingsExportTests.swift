import Testing
import YindeAnalysis

@testable import YindeIndex

/// What other engines are given, against the naive twin.
@Suite struct PostingsExportTests {
  private struct List: Equatable {
    var documents: [UInt32]
    var frequencies: [UInt32]
  }

  private func expected(_ twin: Twin) -> [String: List] {
    var keys: [String: Twin.Key] = [:]
    for term in twin.postings.keys {
      switch term {
      case .gram(let first, let second):
        keys[TermKey.character(first).name] = .character(first)
        if second != 0 { keys[TermKey.term(term).name] = .term(term) }
      case .word: keys[TermKey.term(term).name] = .term(term)
      }
    }
    var lists: [String: List] = [:]
    for (name, key) in keys {
      let postings = (twin.postings(of: key) ?? []).filter { $0.frequency > 0 }
        .sorted { $0.document < $1.document }
      if !postings.isEmpty {
        lists[name] = List(
          documents: postings.map { UInt32($0.document) },
          frequencies: postings.map { UInt32($0.frequency) })
      }
    }
    return lists
  }

  @Test func everyTermOnceAndInOrder() throws {
    var random = SeededRandom(stream: 910)
    for shape in [
      RandomCorpus.Shape(count: 1...3), .init(count: 40...80),
      .init(count: 400...600, pieces: 0...6),
    ] {
      let corpus = RandomCorpus(shape, &random)
      let built = try BuiltIndex(corpus.places)
      let wanted = expected(Twin(corpus.documents))
      var terms: [String] = []
      built.index.forEachPostings { term, documents, frequencies in
        #expect(
          wanted[term] == List(documents: documents, frequencies: frequencies), "\(term)")
        terms.append(term)
      }
      #expect(Set(terms) == Set(wanted.keys))
      #expect(
        zip(terms, terms.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      built.expectSound()
    }
  }
}
