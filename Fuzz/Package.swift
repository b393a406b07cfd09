// swift-tools-version: 6.2

import PackageDescription

// Fuzzers, in a package of their own because their `main` is libFuzzer's; `Utils/fuzz` builds and runs them.
let package = Package(
  name: "Fuzz",
  dependencies: [.package(name: "Yinde", path: "..")],
  targets: [
    // Counts memory and processor time, and ends the process when there is too much of them.
    .target(name: "CFuzzLimits"),
    .executableTarget(
      name: "yinde-fuzz",
      dependencies: [
        "CFuzzLimits",
        .product(name: "Yinde", package: "Yinde"),
        .product(name: "_YindeStages", package: "Yinde"),
      ],
      swiftSettings: [
        .strictMemorySafety(),
        .treatWarning("StrictMemorySafety", as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .unsafeFlags(["-parse-as-library"]),
      ]),
  ]
)
