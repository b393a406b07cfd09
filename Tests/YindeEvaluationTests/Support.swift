import YindeEvaluation

/// A run of one topic, `q`, that ranks the documents in this order.
func run(_ documents: String...) -> Run {
  var run = Run(tag: "test")
  for (index, document) in documents.enumerated() {
    run.append(document, score: Double(-index), topic: "q")
  }
  return run
}

/// The judgements of one topic, `q`.
func judgements(_ grades: KeyValuePairs<String, Int>) -> Judgements {
  var judgements = Judgements()
  for (document, grade) in grades { judgements.set(grade, document: document, topic: "q") }
  return judgements
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// Equal to within what the text of a reference value keeps.
func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-6 }
