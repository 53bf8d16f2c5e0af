import Foundation
import NginxFiles
import PageFiles
import Threading

/// Puts the paths, ports and sockets of one stack into nginx's configuration.
package struct NginxPlace: Sendable {
    let directory: RunDirectory
    let port: Int
    let metricsPort: Int
    let workers: Int
    let feedWorkers: Int
    /// Where the demo shop hears of payments; nil: there is no shop.
    let shopPort: Int?
    /// Whether nginx is started by root: its processes then stay root, because the stack's folders are root's alone.
    private let isRoot = geteuid() == 0
    /// Whether the machine has the address ::1.
    private let hasIPv6 = Files.tail("/proc/net/if_inet6", bytes: 65_536).contains("00000000000000000000000000000001 ")

    package init(
        directory: RunDirectory, port: Int, metricsPort: Int, workers: Int, feedWorkers: Int, shopPort: Int? = nil
    ) {
        self.directory = directory
        self.port = port
        self.metricsPort = metricsPort
        self.workers = workers
        self.feedWorkers = feedWorkers
        self.shopPort = shopPort
    }

    /// What is put in place of what. Each left side must occur, so that a change of the files cannot leave one behind.
    private var replacements: [(old: String, new: String)] {
        [
            ("/etc/kadock/tls", "\(directory.path)/tls"),
            ("/run/kadock", "\(directory.path)/run"),
            ("/var/log/kadock", "\(directory.path)/log"),
            ("/var/lib/kadock", "\(directory.path)/tmp"),
            ("/usr/share/kadock/static", directory.staticFolder),
            ("user www-data;", isRoot ? "user root;" : ""),
            ("listen 443", "listen 127.0.0.1:\(port)"),
            ("listen [::]:443", hasIPv6 ? "listen [::1]:\(port)" : "#"),
            ("listen 127.0.0.1:9470", "listen 127.0.0.1:\(metricsPort)"),
            // A load generator is one address.
            ("rate=500r/s", "rate=1000000r/s"),
            ("burst=1000", "burst=1000000"),
            ("limit_conn kadock_connections 512", "limit_conn kadock_connections 20000"),
        ] + shopReplacements
    }

    /// What lets the demo shop in: at its addresses on the public server, and beside it.
    private var shopReplacements: [(old: String, new: String)] {
        guard let shopPort else { return [] }
        return [
            ("    # Only on the loopback listener.", "    include demo.conf;\n\n    # Only on the loopback listener."),
            ("include metrics.conf;", "include metrics.conf;\n    include demo-notify.conf;"),
            ("listen 127.0.0.1:9480", "listen 127.0.0.1:\(shopPort)"),
        ]
    }

    /// Writes the configuration folder, and the files that nginx serves by itself.
    package func write() throws(StackFailure) {
        try Files.makeDirectory(directory.staticFolder)
        for file in PageFiles.statics { try Files.write(file.content, to: "\(directory.staticFolder)/\(file.name)") }
        var missing = Set(replacements.map(\.old))
        for file in NginxFiles.all + (shopPort == nil ? [] : NginxFiles.demo) {
            var text = String(decoding: file.text, as: UTF8.self)
            for (old, new) in replacements where text.contains(old) {
                text = text.replacing(old, with: new)
                missing.remove(old)
            }
            if file.name == "workers.conf" { text = lines(like: text, "worker", workers) }
            if file.name == "feeds.conf" { text = lines(like: text, "feed", feedWorkers) }
            try Files.write(text, to: "\(directory.nginxFolder)/\(file.name)")
        }
        precondition(missing.isEmpty, "nginx's files have no \(missing)")
    }

    /// Has nginx read one of the files it can be started with; nil: it accepts it, otherwise its words.
    package func objection(to file: String) throws(StackFailure) -> String? {
        let log = directory.log("nginx-test")
        let child = try ChildProcess(
            SystemProgram.nginx.find(),
            ["-t", "-p", directory.path, "-c", "\(directory.nginxFolder)/\(file)", "-e", "\(log).error"], log: log)
        child.wait()
        return child.exitCode == 0 ? nil : Files.tail(log)
    }

    /// The file's first line of a worker once for each worker there is.
    private func lines(like text: String, _ name: String, _ count: Int) -> String {
        guard let model = text.split(separator: "\n").first(where: { $0.hasPrefix("server ") }) else { return text }
        return (1...count).map { model.replacing("\(name)-1.sock", with: "\(name)-\($0).sock") + "\n" }.joined()
    }
}
