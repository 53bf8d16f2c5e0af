import JSON

/// What `kadock.json` says of a running stack.
package struct StackDescription: Sendable {
    package let baseURL: String
    package let metricsURL: String
    package let authorityFile: String
    package let configurationFile: String
    package let databaseSocket: String
    package let databaseName: String
    package let operatorLogin: String
    package let operatorPassword: String
    package let merchants: [DemoMerchant]
    package let payers: [DemoPayer]

    /// The file's content.
    var json: [UInt8] {
        var writer = JSONWriter(capacity: 16_384)
        writer.object { writer in
            writer.field("base_url", baseURL)
            writer.field("metrics_url", metricsURL)
            writer.field("ca_file", authorityFile)
            writer.field("config_file", configurationFile)
            writer.object("database") { writer in
                writer.field("socket", databaseSocket)
                writer.field("name", databaseName)
            }
            writer.object("operator") { writer in
                writer.field("login", operatorLogin)
                writer.field("password", operatorPassword)
            }
            writer.array("merchants") { writer in
                for merchant in merchants { writer.object { merchant.write(into: &$0) } }
            }
            writer.array("payers") { writer in
                for payer in payers { writer.object { payer.write(into: &$0) } }
            }
        }
        return writer.bytes
    }

    /// Reads the description of the stack in a directory.
    package static func read(_ directory: RunDirectory) throws(StackFailure) -> StackDescription {
        let path = directory.descriptionFile
        let bytes = try Files.read(path)
        guard let value = try? JSONReader.parse(bytes), let baseURL = value["base_url"]?.text,
            let metricsURL = value["metrics_url"]?.text, let authority = value["ca_file"]?.text,
            let configuration = value["config_file"]?.text, let socket = value["database"]?["socket"]?.text,
            let name = value["database"]?["name"]?.text, let login = value["operator"]?["login"]?.text,
            let password = value["operator"]?["password"]?.text
        else { throw .file(path: path, reason: "is not the description of a stack") }
        return StackDescription(
            baseURL: baseURL, metricsURL: metricsURL, authorityFile: authority, configurationFile: configuration,
            databaseSocket: socket, databaseName: name, operatorLogin: login, operatorPassword: password,
            merchants: (value["merchants"]?.elements ?? []).compactMap(DemoMerchant.init),
            payers: (value["payers"]?.elements ?? []).compactMap(DemoPayer.init))
    }
}
