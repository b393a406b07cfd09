import Glibc

/// Time that tests may take.
public enum TestTime {
  /// What a limit is multiplied by: 1, or 60 where `Utils/sanitize` runs the tests. A sanitizer's build takes several times as long, and does so
  /// beside other work; what the limits are there to find takes hours.
  public static let slowness = unsafe getenv("YINDE_SANITIZER") == nil ? 1 : 60
}
