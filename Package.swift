// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6), .strictMemorySafety(), .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    // Crash points and known bugs that the tests switch on: they are not even compiled into a release build.
    .define("SEEDED_FAULTS", .when(configuration: .debug)),
]

func part(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func program(_ name: String, _ folder: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: "Sources/\(folder)", swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let structuredFields = Target.Dependency.product(
    name: "RawStructuredFieldValues", package: "swift-http-structured-headers")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let histogram = Target.Dependency.product(name: "Histogram", package: "hdrhistogram-swift")

/// What the books are made of.
let records: [Target.Dependency] = ["Values", "Ledger", "Policies", "Merchants", "Payers", "Channels", "Events"]

let package = Package(
    name: "kadock",
    products: [
        .executable(name: "kadock", targets: ["kadock"]),
        .executable(name: "kadock-worker", targets: ["kadock-worker"]),
        .executable(name: "kadock-settle", targets: ["kadock-settle"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-http-structured-headers", from: "1.7.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        // C libraries: a module map and a shim each.
        .systemLibrary(name: "CFastCGI"), .systemLibrary(name: "CMariaDB"),
        .systemLibrary(name: "COpenSSL"), .systemLibrary(name: "CCurl"), .systemLibrary(name: "CSodium"),
        // Tools: know nothing of money.
        part("Threading"),
        part("JSON"),
        part("Disk"),
        part("OpenSSL", ["COpenSSL"]),
        part("Sodium", ["CSodium"]),
        part("MariaDB", ["CMariaDB", "Threading"]),
        part("FastCGI", ["CFastCGI", "Threading"]),
        part("HTTPClient", ["CCurl", "Threading"]),
        part("Settings", ["JSON", configuration]),
        // Files that go into the programs.
        .target(
            name: "Schema", path: "sql", resources: [.embedInCode("migrations"), .embedInCode("grants.sql")],
            swiftSettings: strict),
        .target(
            name: "NginxFiles", path: "nginx",
            resources: [
                "demo", "demo-notify", "fastcgi", "feeds", "headers", "http", "kadock", "kadock-nodes", "limits",
                "metrics", "pages", "problems", "process", "server", "static", "workers",
            ].map { .embedInCode("\($0).conf") }, swiftSettings: strict),
        .target(
            name: "PageFiles",
            resources: [
                .embedInCode("templates"), .embedInCode("words"), .embedInCode("static"), .embedInCode("samples"),
            ], swiftSettings: strict),
        .target(name: "OpenAPI", resources: [.embedInCode("openapi.json")], swiftSettings: strict),
        // Records.
        part("Values"),
        part("Ledger", ["Values", "MariaDB"]),
        part("Policies", ["Values", "JSON", "MariaDB"]),
        part("Merchants", ["Values", "Policies", "Disk", "JSON", "MariaDB", "OpenSSL", "Threading"]),
        part("Payers", ["Values", "MariaDB", "OpenSSL"]),
        part("Channels", ["Values", "MariaDB"]),
        part("Events", ["Values", "MariaDB"]),
        // Flows.
        part("Deductions", records + ["MariaDB", "Threading", log]),
        part(
            "Settlement",
            records + ["Deductions", "JSON", "MariaDB", "OpenSSL", "Disk", "Threading"]),
        // Faces.
        part(
            "Docking",
            records + [
                "OpenAPI", "PageFiles", "Deductions", "JSON", "OpenSSL", "Sodium", "MariaDB", "HTTPClient", "Threading",
                structuredFields, mustache, log,
            ]),
        .target(
            name: "DemoShop", dependencies: ["HTTPClient", "JSON", "OpenSSL", "Threading", mustache],
            resources: [.embedInCode("templates"), .embedInCode("words"), .embedInCode("static")],
            swiftSettings: strict),
        part(
            "DevStack",
            records + [
                "Schema", "NginxFiles", "PageFiles", "DemoShop", "Deductions", "MariaDB", "OpenSSL", "JSON", "Settings",
                "Threading",
            ]),
        part(
            "Bench",
            records + ["DevStack", "Docking", "Deductions", "MariaDB", "OpenSSL", "JSON", "Threading", histogram]),
        // Programs.
        program(
            "kadock-worker", "KadockWorker",
            records + [
                "Docking", "FastCGI", "HTTPClient", "Deductions", "Settlement", "MariaDB", "OpenSSL", "Settings",
                "Threading", log,
            ]),
        program(
            "kadock-settle", "KadockSettle",
            [
                "Settlement", "Deductions", "Disk", "MariaDB", "OpenSSL", "JSON", "Settings", "Values", argumentParser,
                log,
            ]),
        program(
            "kadock", "Kadock",
            records + [
                "kadock-worker", "kadock-settle", "DemoShop", "DevStack", "Bench", "Settlement", "Deductions",
                "FastCGI", "HTTPClient",
                "MariaDB", "OpenSSL", "JSON", "Settings", "Threading", argumentParser,
            ]),
        // Tests: tools and records by themselves, then the engine, the doors, the whole stack, the house rules.
        .target(name: "FastCGIPeer", path: "Tests/FastCGIPeer", swiftSettings: strict),
        .target(
            name: "PythonPackages", dependencies: ["DevStack"], path: "Tests/PythonPackages", swiftSettings: strict),
        .target(
            name: "DeliveryReceiver", dependencies: ["DevStack", "JSON", "Threading"], path: "Tests/DeliveryReceiver",
            swiftSettings: strict),
        .target(
            name: "WebDriver", dependencies: ["DevStack", "HTTPClient", "JSON", "OpenSSL", "Threading"],
            path: "Tests/WebDriver", swiftSettings: strict),
        tests(
            "ToolTests",
            ["FastCGIPeer", "Disk", "Threading", "JSON", "OpenSSL", "Sodium", "FastCGI", "HTTPClient", "Settings"]),
        tests("PoliciesTests", ["Policies", "JSON", "Values"]),
        tests("MariaDBTests", ["MariaDB", "DevStack", "Schema", "Threading"]),
        tests("DeductionsTests", records + ["Deductions", "DevStack", "MariaDB", "Schema"]),
        tests(
            "DockingTests",
            records + [
                "NginxFiles", "PageFiles", "Docking", "Deductions", "DeliveryReceiver", "DevStack", "PythonPackages",
                "MariaDB",
                "HTTPClient", "JSON", "OpenSSL", "Threading", log,
            ]),
        tests("DemoShopTests", ["DemoShop", "DevStack", "Threading"]),
        tests(
            "StackTests",
            records + [
                "kadock", "kadock-worker", "kadock-settle", "PageFiles", "DemoShop", "DevStack", "Settlement",
                "Deductions",
                "Bench", "DeliveryReceiver", "FastCGI", "FastCGIPeer", "PythonPackages", "HTTPClient", "MariaDB",
                "OpenSSL", "JSON", "Threading", log,
            ], exclude: ["Python"]),
        tests(
            "BrowserTests",
            [
                "kadock", "kadock-worker", "kadock-settle", "WebDriver", "PageFiles", "DemoShop", "DevStack", "Ledger",
                "MariaDB",
                "JSON", "Threading", "Values",
            ]),
        tests("TidyTests", []),
    ]
)
