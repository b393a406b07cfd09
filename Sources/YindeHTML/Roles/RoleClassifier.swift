/// Tells what a page is about from what is around it.
///
/// Every block gets a weight from its text: for being body if positive, for furniture if negative.
/// Then the labels of all blocks and elements are chosen together: the best labelling is the one
/// with the largest sum of weights, less a price for each element that is labelled unlike its
/// parent. So a short line in an article stays with the article, and a long sentence in a list of
/// links with the links. On a tree the best labelling is found exactly, in one pass up and one
/// down (Viterbi's algorithm; the model is a Markov random field).
///
/// Of the regions that come out as body, one is the main one; others count only if they are
/// comparable. Time is linear in the text and the elements.
struct RoleClassifier {
  let outline: Outline
  var features: [BlockFeatures] = []
  var weights: [Float] = []
  /// How many pairs of characters the title and the summary have.
  var titlePairs = 0
  var summaryPairs = 0
  /// The pairs of the title without the site's name: pairs are numbered from its start.
  var bareTitleMask = UInt128.max
  /// The title itself speaks of rules or rights: then such words tell nothing.
  var isAboutRules = false
  /// Replies are what the page is about.
  var isThread = false
  /// For each element: whether it is, or is in, a post or a comment by its hints.
  var isPost: [Bool] = []
  var isComment: [Bool] = []
  /// Looks for a list of links, not for prose.
  var isList = false
  /// For each element: the best sum below if it is body, and if it is furniture.
  var asBody: [Float]
  var asFurniture: [Float]
  var isBody: [Bool]
  let constants: RoleWeights

  static func roles(
    of outline: Outline, head: Head, source: [UInt8], constants: RoleWeights = .standard
  ) -> [Role] {
    var classifier = RoleClassifier(outline, constants: constants)
    classifier.measure(head)
    classifier.markPosts(ThreadSigns.verdict(head, source: source))
    classifier.weigh()
    classifier.label()
    var roles = classifier.chooseRegions()
    classifier.addList(&roles)
    return roles
  }

  init(_ outline: Outline, constants: RoleWeights = .standard) {
    self.outline = outline
    self.constants = constants
    asBody = Array(repeating: 0, count: outline.containers.count)
    asFurniture = asBody
    isBody = Array(repeating: false, count: outline.containers.count)
  }

  // MARK: Labels

  mutating func label() {
    let containers = outline.containers
    for (block, weight) in zip(outline.blocks, weights) {
      let parent = Int(block.place.container)
      asBody[parent] += max(weight, -constants.furnitureBlock)
      asFurniture[parent] += max(0, weight - constants.bodyBlock)
    }
    for index in containers.indices.reversed() {
      asBody[index] += weight(containers[index])
      let parent = Int(containers[index].parent)
      guard parent >= 0 else { break }
      asBody[parent] += max(asBody[index], asFurniture[index] - constants.furnitureElement)
      asFurniture[parent] += max(
        asFurniture[index], asBody[index] - bodyPrice(containers[index].element))
    }
    isBody[0] = asBody[0] > asFurniture[0]
    for index in containers.indices.dropFirst() {
      let price =
        isBody[Int(containers[index].parent)]
        ? -constants.furnitureElement : bodyPrice(containers[index].element)
      isBody[index] = asBody[index] - asFurniture[index] > price
    }
  }
}
