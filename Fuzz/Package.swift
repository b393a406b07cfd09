// swift-tools-version: 6.2

import PackageDescription

// Fuzzers, in a package of their own because their `main` is libFuzzer's; `Utils/fuzz` builds and runs them.
let package = Package(
  name: "Fuzz",
  dependencies: [.package(name: "Yinde", path: "..")],
  targets: [
    .executableTarget(
      name: "yinde-fuzz",
      dependencies: [
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
      ])
  ]
)
