// swift-tools-version: 6.2

import PackageDescription

// Every target is built with strict memory safety, and a missing `unsafe` is an error (SE-0458).
// Imports are internal unless they say `public` (SE-0409), so that no target leaks what it sits on.
let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatWarning("StrictMemorySafety", as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "Yinde",
  products: [
    .library(name: "Yinde", targets: ["Yinde"]),
    // For the package in Benchmarks, which times the stages one by one; promises nothing to others.
    .library(name: "_YindeStages", targets: ["YindeHTML", "YindeAnalysis"]),
    .executable(name: "yinde", targets: ["yinde"]),
  ],
  dependencies: [
    // The command's arguments, help and completions. Apple's own, Apache-2.0; the library does not use it.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // MARK: C libraries of the system, behind a module map and a shim each.

    // HTML parsing (SAX). The parser every Linux system has; MIT.
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    // Compression of stored text, with a trained dictionary. BSD; the best ratio at this speed.
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    // Reading .gz pages and collections, and CRC-32 for sections. zlib licence.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    // The settings of the C library's allocator, for the command.
    .systemLibrary(name: "CMalloc"),

    // MARK: A signal handler, which must not be Swift.

    // Zeros in place of a mapped file's pages that are gone (SIGBUS).
    .target(name: "CMappingGuard"),

    // MARK: Leaves. None imports another target of Yinde, but that queries hold patterns for text.

    .target(name: "YindeHTML", dependencies: ["CLibXML2"], swiftSettings: settings),
    .target(name: "YindeAnalysis", swiftSettings: settings),
    .target(name: "YindeQuery", dependencies: ["YindeAnalysis"], swiftSettings: settings),
    .target(name: "YindeEvaluation", swiftSettings: settings),
    .target(name: "YindeCIFF", swiftSettings: settings),

    // MARK: The index, the library that people import, and the command.

    .target(
      name: "YindeIndex",
      dependencies: ["CMappingGuard", "YindeAnalysis", "YindeQuery", "CZstd", "CZlib"],
      swiftSettings: settings),
    .target(
      name: "Yinde",
      dependencies: [
        "YindeHTML", "YindeAnalysis", "YindeQuery", "YindeIndex", "YindeCIFF", "CZlib",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "yinde",
      dependencies: [
        "Yinde", "YindeEvaluation", "CMalloc",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/yinde-command",
      swiftSettings: settings),

    // MARK: Tests, by kind.

    // How much longer tests may take in a build with a sanitizer.
    .target(name: "TestTime", path: "Tests/TestTime", swiftSettings: settings),
    .testTarget(
      name: "YindeHTMLTests", dependencies: ["YindeHTML", "TestTime"], swiftSettings: settings),
    .testTarget(
      name: "YindeAnalysisTests", dependencies: ["YindeAnalysis", "TestTime"],
      swiftSettings: settings),
    .testTarget(
      name: "YindeQueryTests", dependencies: ["YindeQuery", "YindeAnalysis", "TestTime"],
      swiftSettings: settings),
    .testTarget(
      name: "YindeEvaluationTests", dependencies: ["YindeEvaluation"], swiftSettings: settings),
    .testTarget(name: "YindeCIFFTests", dependencies: ["YindeCIFF"], swiftSettings: settings),
    // The fast paths against a naive twin, codecs, determinism, hostile files.
    .testTarget(
      name: "YindeIndexTests",
      dependencies: ["YindeIndex", "YindeAnalysis", "YindeQuery", "TestTime"],
      exclude: ["Fixtures"], swiftSettings: settings),
    // The library as people import it: pages to answers, and the sample corpus with its judgements.
    .testTarget(
      name: "YindeTests",
      dependencies: [
        "Yinde", "YindeIndex", "YindeHTML", "YindeAnalysis", "YindeEvaluation", "YindeCIFF",
        "TestTime",
      ],
      swiftSettings: settings),
    // The command as people run it: what it prints and how it ends.
    .testTarget(
      name: "CommandTests", dependencies: ["yinde", "TestTime"], exclude: ["Golden"],
      swiftSettings: settings),
  ]
)
