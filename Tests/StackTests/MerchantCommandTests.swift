import Deductions
import DevStack
import Foundation
import JSON
import MariaDB
import Merchants
import OpenSSL
import Testing
import Threading
import Values

/// `kadock merchant set`, `keys` and `rotate-key`, as an operator or a script meets them.
@Suite("What is agreed with a merchant, and its keys", .serialized)
struct MerchantCommandTests {
    private let room: OperatorRoom

    init() throws { room = try OperatorRoom.shared.get() }

    private func merchant(_ options: String...) throws -> String {
        let arguments = ["merchant", "create", "A shop", "--keys", room.directory.path, "--json"]
        let made = try room.kadock(arguments + options)
        return try #require(made["id"], "\(made.complaint)")
    }

    private func settings(_ id: String) throws -> MerchantSettings {
        try room.asked { try MerchantStore.merchant(try #require(Identifier(text: id)), $0) }?.settings
            ?? MerchantSettings()
    }

    private func keys(_ id: String, _ algorithm: KeyAlgorithm) throws -> [MerchantKey] {
        try room.asked { try MerchantStore.keys(of: try #require(Identifier(text: id)), $0) }.filter {
            $0.algorithm == algorithm
        }
    }

    @Test("Each setting is set, shown, and cleared by itself")
    func settings() throws {
        let id = try merchant("--network", "198.51.100.0/24", "--rsa-only")
        var wanted = MerchantSettings()
        wanted.networks = ["198.51.100.0/24"]
        wanted.takesRSAOnly = true
        #expect(try settings(id) == wanted)
        let set = try room.kadock(
            "merchant", "set", id, "--by", "li", "--refund-code", "0", "--no-repeats-refunds", "--notify-host",
            "*.a.example", "--notify-host", "b.example", "--return-host", "c.example", "--rate", "5", "--burst", "9",
            "--day-cap", "CNY=500", "--day-cap", "USD=7", "--json")
        #expect(set.status == 0, "\(set.complaint)")
        (wanted.refundCode, wanted.repeatsRefunds) = (0, false)
        (wanted.notifyHosts, wanted.returnHosts) = (["*.a.example", "b.example"], ["c.example"])
        wanted.rate = RequestRate(perSecond: 5, burst: 9)
        wanted.dayCaps = [.cny: 500, try #require(Currency(code: "USD")): 7]
        #expect(try settings(id) == wanted)
        let shown = try room.kadock("merchant", "show", id, "--json").json?["settings"]
        #expect(shown == set.json && shown?["day_caps"]?["USD"] == .integer(7))
        #expect(try room.kadock("merchant", "show", id).output.contains(#""notify_hosts":["*.a.example","b.example"]"#))
        let cleared = try room.kadock(
            "merchant", "set", id, "--by", "li", "--no-rsa-only", "--no-networks", "--no-notify-hosts",
            "--no-return-hosts", "--no-rate", "--no-day-caps", "--repeats-refunds", "--refund-code", "1")
        #expect(cleared.status == 0)
        #expect(try settings(id) == MerchantSettings())
        let changes = try room.asked { try MerchantChangeStore.changes(of: try #require(Identifier(text: id)), $0) }
        #expect(changes.map(\.kind) == [.enrolled, .settings, .settings])
        #expect(changes.map(\.author) == ["operator", "li", "li"])
        #expect(changes[1].particulars == wanted.json)
    }

    @Test("Two who change settings at once lose nothing of each other's")
    func atOnce() throws {
        let id = try #require(Identifier(text: try merchant()))
        let server = room.server
        let threads = (0..<4).map { thread in
            JoinableThread(name: "operator") {
                guard let session = try? Session(server.address(.admin)) else { return }
                for number in 0..<5 {
                    let change = SettingsChange(of: id, operatorName: "li") {
                        $0.notifyHosts.append("h\(thread)-\(number).example")
                    }
                    _ = try? session.transaction { () throws(DatabaseFailure) in
                        try change.run(at: WallClock.now(), session)
                    }
                }
                session.close()
            }
        }
        for thread in threads { thread.join() }
        #expect(Set(try settings(id.text).notifyHosts).count == 20)
    }

    @Test("A new key takes the place of the old one, at the end of the window or at once")
    func rotation() throws {
        let id = try merchant()
        let first = try #require(try keys(id, .hmacSHA256).first)
        let made = try room.kadock("merchant", "rotate-key", id, "--kind", "hmac", "--window", "3600", "--json")
        let secret = try #require(made["key"].flatMap { Base64.decode($0) })
        let (new, old) = (try #require(try keys(id, .hmacSHA256).first), try #require(try keys(id, .hmacSHA256).last))
        #expect(try room.vault.opened(new).material == secret && new.keyID == made["key_id"])
        #expect(old.keyID == first.keyID && new.validUntil == nil)
        let left = try #require(old.validUntil).microseconds - (try #require(new.createdAt)).microseconds
        #expect(left == 3_600_000_000)
        // Other kinds go on, and a later rotation with a longer window brings nothing back.
        #expect(try keys(id, .md5).allSatisfy { $0.validUntil == nil })
        #expect(try room.kadock("merchant", "rotate-key", id, "--kind", "hmac", "--window", "7200").status == 0)
        #expect(try keys(id, .hmacSHA256).last?.validUntil == old.validUntil)
        #expect(try room.kadock("merchant", "rotate-key", id, "--kind", "hmac", "--window", "0").status == 0)
        let good = try keys(id, .hmacSHA256).filter { $0.isValid(at: WallClock.now()) }
        #expect(good.count == 1)
        let listed = try room.kadock("merchant", "keys", id, "--json").json?["keys"]?.elements ?? []
        #expect(listed.count == 7 && listed.first?["key_id"] == .string(good[0].keyID))
        #expect(try room.kadock("merchant", "keys", id).output.contains(", until 20"))
    }

    @Test("Of a pair the private half is written to a file, or stays with the merchant")
    func pairs() throws {
        let id = try merchant()
        for kind in ["ed25519", "rsa"] {
            let made = try room.kadock(
                "merchant", "rotate-key", id, "--kind", kind, "--keys", room.directory.path, "--json")
            let file = try #require(made["private_key_file"], "\(made.complaint)")
            let pair = try PrivateKey(pem: Array(try Data(contentsOf: URL(filePath: file))))
            let algorithm: KeyAlgorithm = kind == "rsa" ? .rsaV15SHA256 : .ed25519
            #expect(try keys(id, algorithm).first?.material == pair.publicKey.pem())
            let own = room.directory.path + "/\(id)-\(kind).pub"
            let mine = try kind == "rsa" ? PrivateKey.generateRSA() : PrivateKey.generateEd25519()
            try Data(Base64.encode(mine.publicKey.der()).utf8).write(to: URL(filePath: own))
            let taken = try room.kadock("merchant", "rotate-key", id, "--kind", kind, "--public-key", own, "--json")
            #expect(taken.status == 0 && taken["private_key_file"] == nil)
            #expect(try keys(id, algorithm).first?.material == mine.publicKey.pem())
            let other = kind == "rsa" ? "ed25519" : "rsa"
            #expect(try room.kadock("merchant", "rotate-key", id, "--kind", other, "--public-key", own).status == 1)
        }
    }

    @Test("More than ten good keys of a kind are refused")
    func tooMany() throws {
        let id = try merchant()
        for _ in 0..<9 { #expect(try room.kadock("merchant", "key", "add", id, "--kind", "md5").status == 0) }
        #expect(try room.kadock("merchant", "key", "add", id, "--kind", "md5").status == 1)
        #expect(try room.kadock("merchant", "rotate-key", id, "--kind", "md5").status == 1)
        #expect(try room.kadock("merchant", "rotate-key", id, "--kind", "md5", "--window", "0").status == 0)
    }

    @Test(
        "Mistakes on the command line end with 64",
        arguments: [
            ["--network", "198.51.100.7/24"], ["--notify-host", "https://a.example"], ["--return-host", "A.example"],
            ["--refund-code", "2"], ["--rate", "0"], ["--burst", "5"], ["--rate", "5", "--no-rate"],
            ["--day-cap", "CNY"], ["--day-cap", "XYZ=1"], ["--day-cap", "CNY=0"], ["--day-cap", "CNY=1.5"],
            ["--network", "198.51.100.7", "--no-networks"],
        ])
    func misuse(_ options: [String]) throws {
        let ended = try room.kadock(["merchant", "set", "1001", "--by", "li"] + options)
        #expect(ended.status == 64 && !ended.complaint.isEmpty)
    }
}
