import Glibc

/// The frame of a plot: a range of values to each side, with ticks at round numbers.
struct Axes {
  let left = 70.0
  let right: Double
  let top = 56.0
  let bottom: Double
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>

  init(_ drawing: Drawing, x: ClosedRange<Double>, y: ClosedRange<Double>, rightMargin: Double = 24)
  {
    right = drawing.width - rightMargin
    bottom = drawing.height - 56
    self.x = x
    self.y = y
  }

  func place(x value: Double) -> Double {
    left + (right - left) * Axes.share(value, in: x)
  }

  func place(y value: Double) -> Double {
    bottom - (bottom - top) * Axes.share(value, in: y)
  }

  private static func share(_ value: Double, in range: ClosedRange<Double>) -> Double {
    let span = range.upperBound - range.lowerBound
    return span > 0 ? (value - range.lowerBound) / span : 0.5
  }

  /// Draws the frame, grid, ticks and names.
  func draw(
    in drawing: inout Drawing, title: String, xName: String, yName: String, hasXTicks: Bool = true
  ) {
    drawing.text(title, left, 26, size: 15, isBold: true)
    for tick in Axes.ticks(y) {
      drawing.line(left, place(y: tick), right, place(y: tick), colour: Drawing.faint)
      drawing.text(Axes.label(tick), left - 8, place(y: tick) + 4, anchor: .end)
    }
    if hasXTicks {
      for tick in Axes.ticks(x) {
        drawing.line(place(x: tick), bottom, place(x: tick), bottom + 5)
        drawing.text(Axes.label(tick), place(x: tick), bottom + 20, anchor: .middle)
      }
    }
    drawing.line(left, top, left, bottom)
    drawing.line(left, bottom, right, bottom)
    drawing.text(xName, (left + right) / 2, bottom + 42, anchor: .middle, size: 13)
    drawing.text(yName, 20, (top + bottom) / 2, anchor: .middle, size: 13, isUpright: true)
  }

  /// Round numbers inside a range, about five of them: multiples of 1, 2 or 5 times a power of ten.
  static func ticks(_ range: ClosedRange<Double>) -> [Double] {
    let span = range.upperBound - range.lowerBound
    guard span > 0, span.isFinite else { return [range.lowerBound] }
    let power = pow(10, floor(log10(span / 5)))
    let step = [1.0, 2, 5, 10].map { $0 * power }.first { span / $0 <= 6 } ?? power * 10
    var ticks: [Double] = []
    var number = (range.lowerBound / step - 1e-9).rounded(.up)
    while number * step <= range.upperBound + step * 1e-9 {
      ticks.append(number * step)
      number += 1
    }
    return ticks
  }

  /// A number without the digits that only rounding made.
  static func label(_ value: Double) -> String {
    let rounded = (value * 1e6).rounded() / 1e6
    return rounded == rounded.rounded() && abs(rounded) < 1e15
      ? String(Int(rounded)) : "\(rounded)"
  }

  /// A number with this many digits after the point.
  static func fixed(_ value: Double, _ digits: Int) -> String {
    let scale = pow(10, Double(digits))
    let whole = Int((abs(value) * scale).rounded())
    let sign = value < 0 && whole > 0 ? "-" : ""
    let fraction = String(whole % Int(scale))
    return "\(sign)\(whole / Int(scale))."
      + String(repeating: "0", count: max(0, digits - fraction.count)) + fraction
  }
}
