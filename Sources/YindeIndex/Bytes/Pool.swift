/// Objects that are dear to make and serve one thread at a time; those that are not in use wait here.
package final class Pool<Element>: @unchecked Sendable {
  private let monitor = Monitor()
  private var free: [Element] = []
  private let make: () -> Element

  package init(_ make: @escaping () -> Element) { self.make = make }

  package func with<Result, Failure: Error>(
    _ body: (Element) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let element = monitor.locked { free.popLast() } ?? make()
    defer { monitor.locked { free.append(element) } }
    return try body(element)
  }
}
