/// Plots as SVG, for reports and for looking at: axes with names, a title that says what is shown.
public enum Plots {
  /// Per-topic differences, the topics that the second system wins on the left.
  ///
  /// - Parameters:
  ///   - names: of the first and the second system.
  ///   - differences: second less first, one for each of `topics`.
  public static func differences(
    metric: Metric, names: (first: String, second: String), topics: [String], differences: [Double]
  ) -> String {
    var drawing = Drawing(width: 760, height: 440)
    let order = differences.indices.sorted {
      (differences[$1], $0) < (differences[$0], $1)
    }
    let most = max(differences.map(abs).max() ?? 0, 1e-6) * 1.05
    let axes = Axes(drawing, x: 0...Double(max(order.count, 1)), y: -most...most)
    let wins = differences.count { $0 > 0 }
    let losses = differences.count { $0 < 0 }
    axes.draw(
      in: &drawing, title: "\(metric) by topic: \(names.second) less \(names.first)",
      xName: "topics, by difference", yName: "difference in \(metric)")
    drawing.text(
      "\(names.second) better in \(wins), \(names.first) better in \(losses), equal in "
        + "\(order.count - wins - losses) of \(order.count)", axes.left, 44)
    let zero = axes.place(y: 0)
    let width = (axes.right - axes.left) / Double(max(order.count, 1))
    for (place, topic) in order.enumerated() where differences[topic] != 0 {
      let value = differences[topic]
      let height = abs(axes.place(y: value) - zero)
      drawing.rectangle(
        axes.place(x: Double(place)), value > 0 ? zero - height : zero,
        // Bars with a gap where there is room for one.
        width > 4 ? width - 1 : width, height, fill: value > 0 ? Drawing.first : Drawing.second,
        title: "\(topics[topic]): \(Axes.fixed(value, 4))")
    }
    drawing.line(axes.left, zero, axes.right, zero)
    return drawing.svg
  }

  /// Interpolated precision at eleven recalls, a line for each system.
  public static func precisionRecall(_ systems: [(name: String, precisions: [Double])]) -> String {
    var drawing = Drawing(width: 620, height: 480)
    let axes = Axes(drawing, x: 0...1, y: 0...1)
    axes.draw(
      in: &drawing, title: "Precision at recall", xName: "recall",
      yName: "interpolated precision, mean over topics")
    let colours = [Drawing.first, Drawing.second, Drawing.ink]
    // Names stand in a row above the plot, where no line can cross them.
    var legend = axes.left
    for (place, system) in systems.enumerated() {
      let colour = colours[place % colours.count]
      let last = Double(max(system.precisions.count - 1, 1))
      let points = system.precisions.enumerated().map { level, precision in
        (x: axes.place(x: Double(level) / last), y: axes.place(y: precision))
      }
      drawing.polyline(points, colour: colour)
      for point in points { drawing.dot(point.x, point.y, colour: colour) }
      drawing.line(legend, 40, legend + 24, 40, colour: colour)
      drawing.text(system.name, legend + 30, 44, colour: colour)
      legend += 60 + system.name.unicodeScalars.reduce(0) { $0 + ($1.value < 0x1100 ? 7 : 13) }
    }
    return drawing.svg
  }

  /// The values of a sweep: a line for one parameter, coloured cells for two. With more, each cell shows the best over the
  /// others.
  ///
  /// - Parameter means: one for each setting of the grid.
  public static func sweep(_ grid: ParameterGrid, means: [Double], metric: Metric) -> String {
    // A parameter with one value is no direction.
    let varied = grid.axes.indices.filter { grid.axes[$0].values.count > 1 }
    let shown = varied.isEmpty ? [0] : Array(varied.prefix(2))
    var best: [[Int]: Double] = [:]
    for (setting, mean) in means.enumerated() {
      let key = shown.map { grid.step(setting, axis: $0) }
      best[key] = max(best[key] ?? mean, mean)
    }
    let rest = varied.count > 2 ? ", best over the other parameters" : ""
    let title = "\(metric) of each setting, all topics\(rest)"
    return shown.count == 1
      ? line(grid.axes[shown[0]], best, metric, title)
      : surface(grid.axes[shown[0]], grid.axes[shown[1]], best, title)
  }

  private static func line(
    _ axis: ParameterGrid.Axis, _ means: [[Int]: Double], _ metric: Metric, _ title: String
  ) -> String {
    var drawing = Drawing(width: 620, height: 420)
    let values = axis.values.indices.map { means[[$0]] ?? 0 }
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    let margin = max((high - low) * 0.1, 1e-4)
    let axes = Axes(
      drawing, x: (axis.values.first ?? 0)...(axis.values.last ?? 1),
      y: (low - margin)...(high + margin))
    axes.draw(in: &drawing, title: title, xName: axis.name, yName: "\(metric)")
    let points = zip(axis.values, values).map { (x: axes.place(x: $0), y: axes.place(y: $1)) }
    drawing.polyline(points, colour: Drawing.first)
    for point in points { drawing.dot(point.x, point.y, colour: Drawing.first) }
    return drawing.svg
  }

  private static func surface(
    _ xAxis: ParameterGrid.Axis, _ yAxis: ParameterGrid.Axis, _ means: [[Int]: Double],
    _ title: String
  ) -> String {
    let cell = (width: 64.0, height: 36.0)
    var drawing = Drawing(
      width: max(94 + cell.width * Double(xAxis.values.count), 440),
      height: 130 + cell.height * Double(yAxis.values.count))
    let left = 70.0
    let top = 48.0
    let bottom = top + cell.height * Double(yAxis.values.count)
    let low = means.values.min() ?? 0
    let high = means.values.max() ?? 1
    drawing.text(title, left, 26, size: 15, isBold: true)
    for (column, x) in xAxis.values.enumerated() {
      let place = left + cell.width * Double(column)
      for (row, y) in yAxis.values.enumerated() {
        let value = means[[column, row]] ?? 0
        let share = high > low ? (value - low) / (high - low) : 1
        let above = bottom - cell.height * Double(row + 1)
        drawing.rectangle(
          place, above, cell.width, cell.height, fill: shade(share), stroke: "white",
          title: "\(xAxis.name)=\(x) \(yAxis.name)=\(y): \(value)")
        drawing.text(
          Axes.fixed(value, 4), place + cell.width / 2, above + cell.height / 2 + 4,
          anchor: .middle, colour: share > 0.55 ? "white" : Drawing.ink)
      }
      drawing.text(Axes.label(x), place + cell.width / 2, bottom + 20, anchor: .middle)
    }
    for (row, y) in yAxis.values.enumerated() {
      drawing.text(
        Axes.label(y), left - 8, bottom - cell.height * (Double(row) + 0.5) + 4, anchor: .end)
    }
    let middle = left + cell.width * Double(xAxis.values.count) / 2
    drawing.text(xAxis.name, middle, bottom + 42, anchor: .middle, size: 13)
    drawing.text(yAxis.name, 20, (top + bottom) / 2, anchor: .middle, size: 13, isUpright: true)
    drawing.text(
      "darker is better: from \(Axes.fixed(low, 4)) to \(Axes.fixed(high, 4))", left, bottom + 66)
    return drawing.svg
  }

  /// From near white to dark blue.
  private static func shade(_ share: Double) -> String {
    let light = (239.0, 243.0, 250.0)
    let dark = (8.0, 60.0, 120.0)
    func mix(_ from: Double, _ to: Double) -> Int { Int((from + (to - from) * share).rounded()) }
    return "rgb(\(mix(light.0, dark.0)),\(mix(light.1, dark.1)),\(mix(light.2, dark.2)))"
  }
}

extension ParameterGrid {
  /// Which value of an axis a setting has.
  func step(_ setting: Int, axis: Int) -> Int {
    let later = axes[(axis + 1)...].reduce(1) { $0 * $1.values.count }
    return setting / later % axes[axis].values.count
  }
}
