/// The rows of the house: a target imports only what stands in a row below its own.
enum Rows {
    /// From the ground up.
    static let all: [(name: String, targets: Set<String>)] = [
        ("C", ["CFastCGI", "CMariaDB", "COpenSSL", "CCurl", "CSodium"]),
        ("files", ["Schema", "NginxFiles", "OpenAPI", "PageFiles"]),
        ("ground", ["Threading", "JSON", "Values"]),
        ("tools", ["OpenSSL", "Sodium", "MariaDB", "FastCGI", "HTTPClient", "Settings", "Disk"]),
        ("strangers", ["DemoShop"]),
        ("agreements", ["Policies"]),
        ("records", ["Ledger", "Merchants", "Payers", "Channels", "Events"]),
        ("flows", ["Deductions"]),
        ("schedules", ["Settlement"]),
        ("faces", ["Docking", "DevStack"]),
        ("measures", ["Bench"]),
        ("programs", ["KadockWorker", "KadockSettle", "Kadock"]),
    ]

    /// Tools that know nothing of money and may touch C and memory.
    static let tools: Set = [
        "Threading", "JSON", "OpenSSL", "Sodium", "MariaDB", "FastCGI", "HTTPClient", "Settings", "Disk",
    ]

    /// What money is made of: no tool looks at it.
    static let ofMoney: Set = ["Values"]

    /// What money is no affair of: tools, and the demo shop, which knows the gateway by its protocols only.
    static let moneyless = tools.union(["DemoShop"])

    /// Who alone may import a module.
    static let only: [String: Set<String>] = [
        "CFastCGI": ["FastCGI"], "CMariaDB": ["MariaDB"], "COpenSSL": ["OpenSSL"], "CCurl": ["HTTPClient"],
        "CSodium": ["Sodium"], "FastCGI": ["KadockWorker", "Kadock"], "Configuration": ["Settings"],
    ]

    /// The row of a target; nil: not one of ours.
    static func height(_ target: String) -> Int? { all.firstIndex { $0.targets.contains(target) } }
}
