import Glibc
import Yinde

/// Where indexes are when nobody says.
enum DefaultIndex {
  static let folder = "Index"

  /// `Index/NAME.yinde` for a folder or file named NAME; the folder is made if it is not there.
  static func path(for input: String) throws -> String {
    var path = input[...]
    while path.count > 1, path.last == "/" { path = path.dropLast() }
    var name = String(path.split(separator: "/").last ?? "")
    if name.isEmpty || name == "." || name == ".." {
      guard let real = unsafe realpath(input, nil) else {
        throw YindeError(
          .unreadable, path: input, message: "there is no such folder or file",
          advice: "name a folder of pages or a file of JSON lines")
      }
      defer { unsafe free(real) }
      name = unsafe String(cString: real).split(separator: "/").last.map(String.init) ?? "root"
    }
    for suffix in [".gz", ".jsonl", ".json"]
    where name.hasSuffix(suffix) && name.count > suffix.count {
      name.removeLast(suffix.count)
    }
    if unsafe mkdir(folder, 0o777) != 0, errno != EEXIST {
      let reason = unsafe String(cString: strerror(errno))
      throw YindeError(
        .unreadable, path: folder, message: "cannot be made: \(reason)",
        advice: "name the index with -o")
    }
    return "\(folder)/\(name).yinde"
  }

  /// Throws when `path` is a file with something in it that is no index: a slip of the hand should not
  /// cost anybody a page or a thesis.
  static func refuseToReplaceOther(_ path: String) throws(YindeError) {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0
    else { return }
    do throws(IndexError) {
      _ = try PageIndex(at: path)
      return
    } catch {
      // Of any version, cut or damaged: still an index.
      guard error.code == .notAnIndex else { return }
    }
    throw YindeError(
      .badInput, path: path, message: "is there already and is not an index",
      advice: "name another file with -o, or remove this one first")
  }

  /// The only index in `Index/`.
  static func only() throws -> String {
    var names: [String] = []
    if let directory = unsafe opendir(folder) {
      defer { unsafe closedir(directory) }
      while let entry = unsafe readdir(directory) {
        let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name.hasSuffix(".yinde") { names.append(name) }
      }
    }
    names.sort()
    guard let name = names.first else {
      throw YindeError(
        .unreadable, path: folder, message: "holds no index",
        advice: "build one with `yinde index DIR`, or name one with --index")
    }
    guard names.count == 1 else {
      throw YindeError(
        .unreadable, path: folder,
        message: "holds \(names.count) indexes: \(names.joined(separator: ", "))",
        advice: "name one with --index")
    }
    return "\(folder)/\(name)"
  }
}
