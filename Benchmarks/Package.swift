// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that who uses Yinde never resolves what only measuring needs.
let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "Yinde", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .executableTarget(
      name: "yinde-bench",
      dependencies: [
        .product(name: "Yinde", package: "Yinde"),
        .product(name: "_YindeStages", package: "Yinde"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: [
        .strictMemorySafety(),
        .treatWarning("StrictMemorySafety", as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ])
  ]
)
