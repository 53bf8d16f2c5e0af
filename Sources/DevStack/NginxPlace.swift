import NginxFiles

/// Puts the paths, ports and sockets of one stack into nginx's configuration.
struct NginxPlace: Sendable {
    let directory: RunDirectory
    let port: Int
    let metricsPort: Int
    let workers: Int
    /// Whether nginx is started by root: its processes then stay root, because the stack's folders are root's alone.
    let isRoot: Bool
    /// Whether the machine has the address ::1.
    let hasIPv6: Bool

    /// What is put in place of what. Each left side must occur, so that a change of the files cannot leave one behind.
    private var replacements: [(old: String, new: String)] {
        [
            ("/etc/kadock/tls", "\(directory.path)/tls"),
            ("/run/kadock", "\(directory.path)/run"),
            ("/var/log/kadock", "\(directory.path)/log"),
            ("/var/lib/kadock", "\(directory.path)/tmp"),
            ("user www-data;", isRoot ? "user root;" : ""),
            ("listen 443", "listen 127.0.0.1:\(port)"),
            ("listen [::]:443", hasIPv6 ? "listen [::1]:\(port)" : "#"),
            ("listen 127.0.0.1:9470", "listen 127.0.0.1:\(metricsPort)"),
            // A load generator is one address.
            ("rate=500r/s", "rate=1000000r/s"),
            ("burst=1000", "burst=1000000"),
            ("limit_conn kadock_connections 512", "limit_conn kadock_connections 20000"),
        ]
    }

    /// Writes the configuration folder.
    func write() throws(StackFailure) {
        var missing = Set(replacements.map(\.old))
        for file in NginxFiles.all {
            var text = String(decoding: file.text, as: UTF8.self)
            for (old, new) in replacements where text.contains(old) {
                text = text.replacing(old, with: new)
                missing.remove(old)
            }
            if file.name == "workers.conf" { text = workerLines(like: text) }
            try Files.write(text, to: "\(directory.nginxFolder)/\(file.name)")
        }
        precondition(missing.isEmpty, "nginx's files have no \(missing)")
    }

    /// The file's first line of a worker once for each worker there is.
    private func workerLines(like text: String) -> String {
        guard let model = text.split(separator: "\n").first(where: { $0.hasPrefix("server ") }) else { return text }
        return (1...workers).map { model.replacing("worker-1.sock", with: "worker-\($0).sock") + "\n" }.joined()
    }
}
