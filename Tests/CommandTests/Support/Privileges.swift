import Glibc

/// What the user that runs the tests may do.
enum Privileges {
  /// Begins a line of the shell that shall not have the rights of root.
  static let asNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups"

  static let canBeDropped: Bool =
    geteuid() != 0 || (try? Command.shell(asNobody + " true", in: Folder()).status) == 0

  static let canMount: Bool = {
    let line = "unshare -m mount -t tmpfs -o size=128k none ."
    return (try? Command.shell(line, in: Folder()).status) == 0
  }()
}
