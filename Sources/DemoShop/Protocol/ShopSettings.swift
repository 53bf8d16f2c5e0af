import Foundation

/// What a shop is told when it opens an account with a gateway, and where it keeps its own things.
package struct ShopSettings: Codable, Sendable {
    /// `https://HOST:PORT`
    let gateway: String
    /// A PEM file with the authority that the gateway's certificate comes from.
    let authorityFile: String
    /// The shop's number and its secret.
    let pid: Int64
    let md5Key: String
    /// Where the gateway reaches the shop's server.
    let notifyURL: String
    /// Where browsers find the shop: `https://HOST:PORT`, without `/demo`.
    let address: String
    /// A folder for the orders.
    let folder: String

    package init(
        gateway: String, authorityFile: String, pid: Int64, md5Key: String, notifyURL: String, address: String,
        folder: String
    ) {
        self.gateway = gateway
        self.authorityFile = authorityFile
        self.pid = pid
        self.md5Key = md5Key
        self.notifyURL = notifyURL
        self.address = address
        self.folder = folder
    }

    /// The port at which the gateway reaches the shop's server.
    package var notifyPort: Int? { URL(string: notifyURL)?.port }

    /// Reads the JSON that `json` gives.
    package init(file path: String) throws(ShopFailure) {
        guard let data = FileManager.default.contents(atPath: path),
            let read = try? JSONDecoder().decode(Self.self, from: data)
        else { throw .file(path: path) }
        self = read
    }

    /// The content of a settings file.
    package var json: [UInt8] { (try? JSONEncoder().encode(self)).map(Array.init) ?? [] }
}
