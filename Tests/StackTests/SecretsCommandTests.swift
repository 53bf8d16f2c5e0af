import DevStack
import Foundation
import JSON
import MariaDB
import Merchants
import OpenSSL
import Testing
import Values

/// The sealing of secrets, and `kadock secrets`, on a database of its own.
@Suite("Sealed secrets", .serialized)
struct SecretsCommandTests {
    private static let own = Result { try OperatorRoom() }
    private let room: OperatorRoom

    init() throws { room = try Self.own.get() }

    private func merchant() throws -> Identifier {
        let made = try room.kadock("merchant", "create", "A shop", "--keys", room.directory.path, "--json")
        return try #require(made["id"].flatMap { Identifier(text: $0) }, "\(made.complaint)")
    }

    private func secrets() throws -> [MerchantKey] {
        try room.asked { session in
            try MerchantStore.merchants(session).flatMap { try MerchantStore.keys(of: $0.id, session) }
        }.filter(\.algorithm.isShared)
    }

    private func newest() throws -> Int64 { try room.vault.sealingVersion() }

    /// Takes a row back to the time before there were key files.
    private func layOpen(_ key: MerchantKey) throws {
        let plain = try room.vault.opened(key).material
        try room.asked { session in
            _ = try session.execute(
                "UPDATE merchant_key SET material = \(plain), seal_version = NULL WHERE key_id = \(key.keyID)")
        }
    }

    @Test("A new key file, everything under it, the old one gone; and in between what must not be is refused")
    func changeOver() throws {
        let id = try merchant()
        let before = try Dictionary(
            secrets().map { ($0.keyID, try room.vault.opened($0).material) }, uniquingKeysWith: { $1 })
        let old = try newest()
        #expect(try room.kadock("secrets", "retire", "\(old)").complaint.contains("is the one that seals"))
        let added = try room.kadock("secrets", "add-key", "--json")
        #expect(added.json?["version"] == .integer(old + 1))
        let mode = try FileManager.default.attributesOfItem(atPath: "\(room.vault.folder.path)/\(old + 1).key")
        #expect(mode[.posixPermissions] as? Int == 0o600)
        #expect(try room.kadock("secrets", "retire", "\(old)").complaint.contains("reseal first"))
        #expect(try room.kadock("secrets", "retire", "99").complaint.contains("there is no key file"))
        // One that lies open is sealed with the others.
        try layOpen(try #require(try secrets().first { $0.merchant == id }))
        let versions = try room.asked { try MerchantStore.version($0) }
        let resealed = try room.kadock("secrets", "reseal", "--json")
        #expect(resealed.status == 0 && resealed.json?["resealed"] == .integer(Int64(before.count)))
        #expect(try room.asked { try MerchantStore.version($0) } > versions)
        let after = try secrets()
        #expect(after.allSatisfy { $0.sealVersion == old + 1 })
        for key in after { #expect(try room.vault.opened(key).material == before[key.keyID]) }
        #expect(try room.kadock("secrets", "reseal", "--json").json?["resealed"] == .integer(0))
        #expect(try room.kadock("secrets", "retire", "\(old)").status == 0)
        #expect(try room.vault.folder.versions() == [old + 1])
        let shown = try room.kadock("secrets", "show").output
        #expect(shown == "key file \(old + 1): \(after.count) secrets, seals\nopen: 0 secrets\n")
    }

    @Test("More rows than fit into one transaction")
    func manyRows() throws {
        let id = try merchant()
        let keys = (0..<450).map { number in
            MerchantKey(
                keyID: "many-\(number)", merchant: id, algorithm: .hmacSHA256, material: SecureRandom.bytes(32))
        }
        try room.asked { session in
            try session.transaction { () throws(DatabaseFailure) in
                for key in keys { try MerchantStore.insert(key, at: Timestamp(microseconds: 1), session) }
            }
        }
        #expect(try room.kadock("secrets", "reseal", "--json").json?["resealed"] == .integer(450))
        let stored = try secrets().filter { $0.merchant == id && $0.keyID.hasPrefix("many-") }
        #expect(stored.allSatisfy { $0.sealVersion != nil })
        let opened = try Dictionary(
            stored.map { ($0.keyID, try room.vault.opened($0).material) }, uniquingKeysWith: { $1 })
        #expect(keys.allSatisfy { opened[$0.keyID] == $0.material })
    }

    @Test("A row that was changed, or copied to another place, does not open, and the others are sealed all the same")
    func damaged() throws {
        let keys = try [merchant(), merchant()].map { id in
            try #require(try secrets().first { $0.merchant == id && $0.algorithm == .hmacSHA256 })
        }
        func spoilt(keyID: String? = nil, merchant: Identifier? = nil, algorithm: KeyAlgorithm? = nil) -> MerchantKey {
            MerchantKey(
                keyID: keyID ?? keys[0].keyID, merchant: merchant ?? keys[0].merchant,
                algorithm: algorithm ?? keys[0].algorithm, material: keys[0].material, sealVersion: keys[0].sealVersion)
        }
        _ = try room.vault.opened(spoilt())
        for key in [spoilt(keyID: "x"), spoilt(merchant: keys[1].merchant), spoilt(algorithm: .md5)] {
            #expect(throws: SealFailure.self) { _ = try room.vault.opened(key) }
        }
        try room.asked { session in
            _ = try session.execute(
                "UPDATE merchant_key SET material = \(keys[0].material) WHERE key_id = \(keys[1].keyID)")
        }
        #expect(try room.kadock("secrets", "add-key").status == 0)
        let resealed = try room.kadock("secrets", "reseal")
        #expect(resealed.status == 1 && resealed.complaint.contains(keys[1].keyID))
        #expect(try secrets().filter { $0.sealVersion != (try newest()) }.map(\.keyID) == [keys[1].keyID])
        #expect(try room.kadock("merchant", "key", "remove", keys[1].keyID).status == 0)
    }

    @Test("A key file that is open to everybody, damaged or away opens and seals nothing")
    func files() throws {
        let key = try #require(try [merchant()].compactMap { id in try secrets().first { $0.merchant == id } }.first)
        let path = "\(room.vault.folder.path)/\(try newest()).key"
        let content = try Data(contentsOf: URL(filePath: path))
        func refusal() -> String {
            do throws(SealFailure) {
                _ = try room.vault.opened(key)
                return ""
            } catch {
                return error.description
            }
        }
        #expect(refusal() == "")
        try FileManager.default.setAttributes([.posixPermissions: 0o604], ofItemAtPath: path)
        #expect(refusal().contains("must not be open to everybody"))
        #expect(try room.kadock("merchant", "create", "x", "--keys", room.directory.path).status == 1)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        for bad in ["", "AAAA\n", String(repeating: "A", count: 44)] {
            try Data(bad.utf8).write(to: URL(filePath: path))
            #expect(refusal().contains("is damaged"))
        }
        try FileManager.default.removeItem(atPath: path)
        #expect(refusal().contains("cannot be read"))
        #expect(try room.kadock("secrets", "show").output.contains("is missing"))
        try content.write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(refusal() == "")
    }
}
