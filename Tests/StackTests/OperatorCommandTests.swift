import DevStack
import Foundation
import JSON
import Ledger
import MariaDB
import Merchants
import OpenSSL
import Payers
import Testing
import Threading
import Values

/// `kadock merchant` and `kadock payer`, as an operator or a script meets them.
@Suite("The operator's commands", .serialized)
struct OperatorCommandTests {
    private let room: OperatorRoom

    init() throws { room = try OperatorRoom.shared.get() }

    private func merchant() throws -> String {
        let made = try room.kadock("merchant", "create", "A shop", "--keys", room.directory.path, "--json")
        return try #require(made["id"], "\(made.complaint)")
    }

    @Test("A merchant's printed keys are the ones that were stored")
    func enrolment() throws {
        let made = try room.kadock("merchant", "create", "茶 shop", "--keys", room.directory.path, "--json")
        let id = try #require(made["id"])
        let session = try Session(room.server.address())
        defer { session.close() }
        let owner = try #require(Identifier(text: id))
        let keys = try MerchantStore.keys(of: owner, session)
        #expect(keys.allSatisfy { ($0.sealVersion == 1) == $0.algorithm.isShared })
        let opened = try keys.map { try room.vault.opened($0) }
        let kept = Dictionary(opened.map { ($0.algorithm.rawValue, $0.material) }, uniquingKeysWith: { $1 })
        #expect(kept["md5"] == made["md5_key"].map { Array($0.utf8) })
        #expect(kept["hmac-sha256"] == made["hmac_key"].flatMap { Base64.decode($0) })
        for (algorithm, member) in [("ed25519", "ed25519"), ("rsa-v1_5-sha256", "rsa")] {
            let path = try #require(made["\(member)_private_key_file"])
            let key = try PrivateKey(pem: Array(try Data(contentsOf: URL(filePath: path))))
            #expect(kept[algorithm] == key.publicKey.pem())
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
        let shown = try room.kadock("merchant", "show", id, "--json")
        #expect(shown["name"] == "茶 shop")
        #expect(shown["state"] == "active")
    }

    @Test("Merchants enrolled at once get numbers of their own")
    func enrolmentsAtOnce() throws {
        let (server, secrets, vault) = (room.server, try MerchantSecrets.draw(), room.vault)
        let found = Guarded<[Int64]>([])
        let threads = (0..<4).map { thread in
            JoinableThread(name: "operator") {
                guard let session = try? Session(server.address(.admin)) else { return }
                for number in 0..<10 {
                    let id = Identifier(Int64(1_000 + thread * 100 + number))
                    let made = try? MerchantEnrolment.run(
                        id, name: "Twin", secrets: secrets, by: "test", vault, at: Timestamp(microseconds: 1),
                        session)
                    if let made { found.withLock { $0.append(made.pid) } }
                }
                session.close()
            }
        }
        for thread in threads { thread.join() }
        #expect(Set(found.withLock { $0 }).count == 40)
    }

    @Test("A top-up with a key moves money once, and the key is good for nothing else")
    func topups() throws {
        let id = try merchant()
        let first = try room.kadock("merchant", "topup", id, "5000", "--key", "T-\(id)", "--json")
        let second = try room.kadock("merchant", "topup", id, "5000", "--key", "T-\(id)", "--json")
        #expect(first.status == 0)
        #expect(first.output == second.output)
        let other = try room.kadock("merchant", "topup", id, "6000", "--key", "T-\(id)")
        #expect(other.status == 1)
        #expect(other.complaint.contains("idempotency-mismatch"))
        let shown = try room.kadock("merchant", "show", id)
        #expect(shown.output.contains("CNY: available 5000, pending 0, reserved 0"))
    }

    @Test("A credit line is set once for each key, is shown, and is kept with who set it")
    func credit() throws {
        let id = try #require(try room.kadock("payer", "create", "credit-one", "--json")["id"])
        let first = try room.kadock("payer", "credit", id, "5000", "--by", "kim", "--key", "C-\(id)", "--json")
        #expect(first.status == 0 && first["set_by"] == "kim")
        #expect(
            try room.kadock("payer", "credit", id, "5000", "--by", "kim", "--key", "C-\(id)", "--json").output
                == first.output)
        let other = try room.kadock("payer", "credit", id, "6000", "--by", "kim", "--key", "C-\(id)")
        #expect(other.status == 1 && other.complaint.contains("idempotency-mismatch"))
        #expect(try room.kadock("payer", "show", id).output.contains("available 5000, credit limit 5000"))
        #expect(try room.kadock("payer", "credit", id, "0", "--by", "lee").status == 0)
        #expect(try room.kadock("payer", "show", id).output.contains("available 0, credit limit 0"))
        for wrong in [["5", "--by", ""], ["-1", "--by", "kim"], ["5"]] {
            #expect(try room.kadock(["payer", "credit", id] + wrong).status == 64)
        }
        let session = try Session(room.server.address())
        defer { session.close() }
        let kept = try session.query("SELECT set_by FROM credit_line ORDER BY id").map { $0.string(0) }
        #expect(kept == ["kim", "lee"])
    }

    @Test("L5 an unlocked payer may try its PIN again")
    func unlock() throws {
        let id = try #require(try room.kadock("payer", "create", "locked-one", "--json")["id"])
        let key = PINGuardStore.key(login: "locked-one", of: nil)
        let session = try Session(room.server.address())
        defer { session.close() }
        let locked = PINGuard(counted: [SecureRandom.bytes(16)], lockedUntil: Timestamp(microseconds: .max))
        _ = try PINGuardStore.lock(key, at: Timestamp(microseconds: 1), session)
        try PINGuardStore.save(locked, key, at: Timestamp(microseconds: 1), session)
        #expect(try room.kadock("payer", "unlock", id).status == 0)
        #expect(try PINGuardStore.lock(key, at: Timestamp(microseconds: 1), session) == PINGuard())
        #expect(try room.kadock("payer", "unlock", "0000000000001").status == 1)
    }

    @Test("A payer is made, funded, blocked and let free again")
    func payers() throws {
        let shop = try merchant()
        let made = try room.kadock("payer", "create", "alice", "--merchant", shop, "--json")
        let id = try #require(made["id"])
        #expect(made["pin"]?.count == 6)
        #expect(made["merchant"] == shop)
        let twin = try room.kadock("payer", "create", "alice", "--merchant", shop)
        #expect(twin.status == 1 && twin.complaint.contains("login-taken"))
        #expect(try room.kadock("payer", "topup", id, "700").status == 0)
        let foreign = try room.kadock("payer", "topup", id, "700", "--currency", "USD")
        #expect(foreign.status == 1 && foreign.complaint.contains("currency-not-held"))
        for (command, state) in [("block", "blocked"), ("block", "blocked"), ("unblock", "active")] {
            #expect(try room.kadock("payer", command, id).status == 0)
            #expect(try room.kadock("payer", "show", id, "--json")["state"] == state)
        }
        let shown = try room.kadock("payer", "show", id)
        #expect(shown.output.contains("CNY: balance 700, held 0, available 700"))
    }

    @Test("A PIN from the standard input is not printed")
    func pinFromInput() throws {
        let made = try room.kadock("payer", "create", "bob", "--pin-from-input", "--json", input: "123456\n")
        #expect(made.status == 0)
        #expect(made["pin"] == nil)
        #expect(made.json?["merchant"] == .null)
        #expect(try room.kadock("payer", "create", "bobby", "--pin-from-input", input: "12345\n").status == 64)
    }

    @Test("Keys are added and taken away, and of a pair only the public half is taken")
    func keys() throws {
        let id = try merchant()
        let added = try room.kadock("merchant", "key", "add", id, "--kind", "hmac", "--json")
        let name = try #require(added["key_id"])
        #expect(added["key"].flatMap { Base64.decode($0) }?.count == 32)
        let pair = try PrivateKey.generateEd25519()
        let files = (open: room.directory.path + "/\(id).pub", closed: room.directory.path + "/\(id).private")
        try Data(pair.publicKey.pem()).write(to: URL(filePath: files.open))
        try Data(pair.pem()).write(to: URL(filePath: files.closed))
        func add(_ kind: String, _ file: String) throws -> Int32 {
            try room.kadock("merchant", "key", "add", id, "--kind", kind, "--public-key", file).status
        }
        #expect(try add("ed25519", files.open) == 0)
        #expect(try add("rsa", files.open) == 1)
        #expect(try add("ed25519", files.closed) == 1)
        #expect(try room.kadock("merchant", "key", "remove", name).status == 0)
        #expect(try room.kadock("merchant", "key", "remove", name).status == 1)
        let shown = try room.kadock("merchant", "show", id)
        #expect(shown.output.matches(of: /ed25519\)/).count == 2)
        #expect(!shown.output.contains(name))
    }

    @Test("A suspended merchant is shown as such, and directories are told")
    func suspension() throws {
        let id = try merchant()
        let session = try Session(room.server.address())
        defer { session.close() }
        func version() throws -> Int64? {
            try session.query("SELECT version FROM directory_version").first?.int64(0)
        }
        let before = try #require(try version())
        #expect(try room.kadock("merchant", "suspend", id).status == 0)
        #expect(try #require(try version()) > before)
        #expect(try room.kadock("merchant", "show", id, "--json")["state"] == "suspended")
        #expect(try room.kadock("merchant", "resume", id, "--json")["state"] == "active")
    }

    @Test(
        "Mistakes on the command line end with 64",
        arguments: [
            ["merchant", "topup", "1001", "0"], ["merchant", "topup", "1001", "-5"],
            ["merchant", "topup", "1001", "1.5"], ["merchant", "topup", "1001", "1000000000001"],
            ["merchant", "topup", "1001", "1", "--currency", "XYZ"], ["merchant", "create", ""],
            ["merchant", "key", "add", "1001", "--kind", "rsa"], ["payer", "create", "a\u{7}b"], ["payer", "shout"],
        ])
    func misuse(_ arguments: [String]) throws {
        let ended = try room.kadock(arguments)
        #expect(ended.status == 64)
        #expect(ended.output.isEmpty && !ended.complaint.isEmpty)
    }

    @Test(
        "What is not there ends with 1 and is named",
        arguments: [
            ["merchant", "show", "99999"], ["merchant", "topup", "1y0000000000z", "1"], ["payer", "show", "nobody"],
            ["payer", "topup", "1y0000000000z", "1"], ["payer", "create", "x", "--merchant", "99999"],
        ])
    func unknown(_ arguments: [String]) throws {
        let ended = try room.kadock(arguments)
        #expect(ended.status == 1)
        #expect(ended.complaint.contains("there is no "))
    }

    @Test("After all that the books are in order")
    func invariants() throws {
        let session = try Session(room.server.address())
        defer { session.close() }
        #expect(try Invariant.violated(session) == [])
    }
}
