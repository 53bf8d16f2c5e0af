import JSON

/// Writes the configuration files of the programs: each enters the database as somebody else.
struct StackConfiguration: Sendable {
    let directory: RunDirectory
    let database: DatabasePlace
    let keys: StackKeys
    let baseURL: String
    let lanes: Int
    let sequencesEvents: Bool
    let checksBooks: Bool
    let sendsWebhooks: Bool

    func write() throws(StackFailure) {
        try write(as: .worker, to: directory.workerFile)
        try write(as: .admin, to: directory.operatorFile)
        try write(as: .owner, to: directory.ownerFile)
        try writeSettle()
    }

    private func writeSettle() throws(StackFailure) {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.field("name", "settle")
            writer.field("statements_directory", directory.statementsFolder)
            writeDatabase(as: .settle, into: &writer)
        }
        try Files.write(writer.bytes, to: directory.settleFile)
    }

    private func write(as account: DatabaseAccount, to path: String) throws(StackFailure) {
        var writer = JSONWriter(capacity: 1024)
        writer.object { writer in
            writer.field("base_url", baseURL)
            writer.field("name", account.rawValue)
            writer.field("listen", "unix:\(directory.socket("worker-0"))")
            writer.field("threads", StackOptions.threadsPerWorker)
            writer.field("lanes", lanes)
            writer.field("sequencer", sequencesEvents ? "on" : "off")
            writer.field("audit", checksBooks ? "on" : "off")
            writer.field("webhooks", sendsWebhooks ? "on" : "off")
            // Who runs a stack of his own has his receivers on the same machine.
            writer.field("outgoing", "local")
            writer.field("egress", "127.0.0.1, ::1")
            writer.field("sandbox", "on")
            writeDatabase(as: account, into: &writer)
            writer.object("platform") { writer in
                writer.field("ed25519_private_key_file", keys.ed25519File)
                writer.field("ed25519_key_id", keys.ed25519KeyID)
                writer.field("rsa_private_key_file", keys.rsaFile)
            }
            writer.object("secrets") { $0.field("directory", directory.secretsFolder) }
            writer.field("metrics_directory", directory.metricsFolder)
        }
        try Files.write(writer.bytes, to: path)
    }

    private func writeDatabase(as account: DatabaseAccount, into writer: inout JSONWriter) {
        writer.object("database") { writer in
            writer.field("socket", database.socket)
            writer.field("name", DatabaseServer.database)
            writer.field("user", account.rawValue)
            writer.field("password_file", database.passwordFile(account))
        }
    }
}
