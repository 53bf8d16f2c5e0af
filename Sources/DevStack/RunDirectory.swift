import Foundation

/// Where the things of a stack lie, below one directory.
package struct RunDirectory: Sendable {
    package let path: String

    /// A relative path is taken from the current directory.
    package init(_ path: String) {
        self.path = URL(filePath: path).standardizedFileURL.path(percentEncoded: false).trimmingSuffix("/")
    }

    /// What checks, the bench and the operator read: addresses, demo merchants and payers.
    package var descriptionFile: String { "\(path)/kadock.json" }
    package var workerFile: String { "\(path)/conf/worker.json" }
    package var settleFile: String { "\(path)/conf/settle.json" }
    package var operatorFile: String { "\(path)/conf/operator.json" }
    package var ownerFile: String { "\(path)/conf/owner.json" }
    package var authorityFile: String { "\(path)/tls/ca.crt" }

    /// What `kadock-settle payout` writes for merchants, a folder for each day.
    package var statementsFolder: String { "\(path)/statements" }

    /// The key files that merchants' secrets are sealed under.
    package var secretsFolder: String { "\(path)/secrets" }

    var nginxFolder: String { "\(path)/conf/nginx" }
    var nginxFile: String { "\(nginxFolder)/kadock.conf" }
    var demoFile: String { "\(path)/conf/demo.json" }
    var certificateFile: String { "\(path)/tls/server.crt" }
    var certificateKeyFile: String { "\(path)/tls/server.key" }
    /// What the demo shop is told, and where it keeps its orders.
    var shopFile: String { "\(path)/conf/shop.json" }
    var shopFolder: String { "\(path)/shop" }
    /// What browsers fetch for the pages.
    var staticFolder: String { "\(path)/static" }
    var metricsFolder: String { "\(path)/run/metrics" }
    /// Who runs the stack; see `StackLock`.
    var lockFile: String { "\(path)/run/stack.pid" }

    package func key(_ name: String) -> String { "\(path)/keys/\(name)" }
    package func log(_ name: String) -> String { "\(path)/log/\(name).log" }
    /// `name`: that of a worker, `worker-1` or `feed-1`, or `shop`.
    func socket(_ name: String) -> String { "\(path)/run/\(name).sock" }

    /// Makes all folders, closed to others.
    package func make() throws(StackFailure) {
        // The longest of the sockets' paths; 107 bytes is what fits into sockaddr_un.
        guard socket("worker-99").utf8.count <= 107 else { throw .pathTooLong(socket("worker-99")) }
        try Files.makeDirectory(path)
        for folder in ["conf", "conf/nginx", "run", "run/metrics", "log", "keys", "secrets", "tls", "tmp"] {
            try Files.makeDirectory("\(path)/\(folder)")
        }
    }
}

extension String {
    func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) && count > suffix.count ? String(dropLast(suffix.count)) : self
    }
}
