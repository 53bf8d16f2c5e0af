import DevStack
import Foundation
import Merchants
import OpenSSL

/// A private key on its way to the merchant: a file that its owner alone can read.
enum KeyFile {
    /// Writes a new file; one that is there stays as it is.
    static func write(_ key: PrivateKey, to path: String) throws(StackFailure) {
        let files = FileManager.default
        guard !files.fileExists(atPath: path) else { throw .file(path: path, reason: "is there already") }
        let folder = URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
        do {
            try files.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .file(path: folder, reason: "cannot be made: \(error.localizedDescription)")
        }
        guard files.createFile(atPath: path, contents: Data(key.pem()), attributes: [.posixPermissions: 0o600]) else {
            throw .file(path: path, reason: "cannot be written")
        }
    }

    /// Reads a merchant's public key, which has to be of this kind.
    static func readPublic(_ path: String, _ kind: KeyKindArgument) throws(StackFailure) -> PublicKey {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw .file(path: path, reason: "cannot be read")
        }
        guard let key = try? PublicKey(text: Array(content)), key.kind == kind.algorithm.pairKind else {
            throw .file(path: path, reason: "is not such a public key, as PEM or base 64")
        }
        return key
    }

    /// Takes a file back whose key came to nothing.
    static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
}
