import Foundation
import Testing

@testable import YindeEvaluation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Plots are looked at by people; tests see to it that they are XML, stay inside their frame, and say what they show.
@Suite struct PlotTests {
  /// The attributes of elements, and all text.
  private final class Drawing: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String])] = []
    var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      elements.append((name, attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
  }

  private func expectDrawing(_ svg: String, _ texts: [String]) throws {
    let drawing = Drawing()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = drawing
    #expect(parser.parse())
    let root = try #require(drawing.elements.first)
    #expect(root.name == "svg")
    let width = try #require(Double(root.attributes["width"] ?? ""))
    let height = try #require(Double(root.attributes["height"] ?? ""))
    for element in drawing.elements {
      for (name, most) in [("x", width), ("y", height), ("cx", width), ("cy", height)] {
        guard let place = element.attributes[name] else { continue }
        let value = try #require(Double(place), "\(element)")
        #expect((0...most).contains(value), "\(element)")
      }
    }
    for text in texts { #expect(drawing.text.contains(text), "\(text)") }
  }

  @Test func differences() throws {
    try expectDrawing(
      Plots.differences(
        metric: .reciprocalRank(cutoff: 10), names: ("a<b>", "R&D"), topics: ["1", "2", "3"],
        differences: [0.5, -0.25, 0]),
      [
        "MRR@10 by topic: R&D less a<b>", "R&D better in 1, a<b> better in 1, equal in 1 of 3",
        "1: 0.5000", "difference in MRR@10",
      ])
    for none in [[], [0.0]] {
      try expectDrawing(
        Plots.differences(
          metric: .bpref, names: ("a", "b"), topics: none.map { _ in "t" }, differences: none), [])
    }
  }

  @Test func precisionRecall() throws {
    try expectDrawing(
      Plots.precisionRecall([
        ("first", [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0]),
        ("二", [Double](repeating: 1, count: 11)),
      ]), ["first", "二", "recall", "0.2", "interpolated precision"])
    try expectDrawing(Plots.precisionRecall([]), [])
  }

  @Test func sweep() throws {
    let two = try ParameterGrid("k1=0.5:1.5:0.5,b=0.2:0.4:0.2")
    try expectDrawing(
      Plots.sweep(two, means: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], metric: .bpref),
      ["k1", "b", "1.5", "0.6000", "darker is better: from 0.1000 to 0.6000"])
    let one = try ParameterGrid("k1=0.5:1.5:0.5,b=0.2")
    try expectDrawing(
      Plots.sweep(one, means: [0.1, 0.1, 0.1], metric: .bpref), ["k1", "bpref"])
    let three = try ParameterGrid("a=1:2:1,b=1:2:1,c=1:2:1")
    try expectDrawing(
      Plots.sweep(three, means: [0, 0.9, 0, 0, 0, 0, 0, 0.1], metric: .bpref),
      ["best over the other parameters", "0.9000"])
    try expectDrawing(Plots.sweep(try ParameterGrid("a=1"), means: [0.5], metric: .bpref), ["a"])
  }

  @Test func ticksAreRound() {
    #expect(Axes.ticks(0...1).map(Axes.label) == ["0", "0.2", "0.4", "0.6", "0.8", "1"])
    #expect(Axes.ticks(0...133).map(Axes.label) == ["0", "50", "100"])
    #expect(Axes.ticks(-0.38...0.38).map(Axes.label) == ["-0.2", "0", "0.2"])
    #expect(Axes.ticks(2...2) == [2])
  }

  /// `iprec_at_recall_*` of pytrec-eval-terrier 0.5.11.
  @Test func precisionAtRecall() throws {
    let result = evaluate(
      run: run("n", "a", "x", "b", "c", "y"),
      judgements: judgements(["a": 2, "b": 1, "c": 1, "d": 3, "n": 0]), metrics: [])
    let expected = [0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0, 0, 0]
    for (value, expected) in zip(result.precisionAtRecall, expected) {
      #expect(abs(value - expected) < 1e-9, "\(result.precisionAtRecall)")
    }
  }
}
