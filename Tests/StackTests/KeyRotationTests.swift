import Bench
import DevStack
import Foundation
import JSON
import MariaDB
import Merchants
import OpenSSL
import Testing
import Threading

/// Keys and key files change while shops of both protocols call, and not one request is refused for it.
@Suite("Rotations under load", .serialized)
struct KeyRotationTests {
    private static let place = Result { try TemporaryDirectory() }
    private static let started = Result {
        var options = StackOptions(directory: try place.get().path + "/s")
        options.programs = Programs.directory.path(percentEncoded: false)
        options.database = DatabaseOptions()
        let stack = try DevStack.start(options)
        try KillStack.restartWorkers(of: stack)
        return stack
    }

    private let stack: DevStack

    init() throws { stack = try Self.started.get() }

    /// `kadock`, as an operator of this stack.
    private func kadock(_ arguments: String...) throws -> JSONValue {
        let process = Process()
        process.executableURL = Programs.directory.appendingPathComponent("kadock")
        process.arguments = arguments + ["--directory", stack.directory.path, "--json"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let words = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(arguments)")
        return try JSONReader.parse(Array(words))
    }

    /// Everything in the database, as a backup has it.
    private func dump() throws -> [UInt8] {
        let owner = try stack.database.address(.owner)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/mariadb-dump")
        process.arguments = [
            "--no-defaults", "--socket=\(stack.description.databaseSocket)", "--user=\(owner.user)",
            "--password=\(owner.password)", "--single-transaction", stack.description.databaseName, "merchant_key",
            "merchant_change", "merchant", "idempotency", "event",
        ]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let all = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return Array(all)
    }

    private func contains(_ haystack: [UInt8], _ needle: [UInt8]) -> Bool {
        Data(haystack).range(of: Data(needle)) != nil
    }

    private func asked<Result>(_ body: (Session) throws -> Result) throws -> Result {
        let session = try Session(try stack.database.address(.owner))
        defer { session.close() }
        return try body(session)
    }

    /// Waits until every worker has looked at the directory.
    private func settle() { Thread.sleep(forTimeInterval: 2) }

    @Test("G6 keys change under load: no request is refused, and after the window the old keys are")
    func keys() throws {
        let merchant = try #require(stack.description.merchants.first)
        let shops = try KeyedShops(stack)
        let old = shops.current
        shops.start()
        #expect(shops.awaitCalls(100))
        let hmac = try kadock("merchant", "rotate-key", "\(merchant.pid)", "--kind", "hmac", "--window", "20")
        let md5 = try kadock("merchant", "rotate-key", "\(merchant.pid)", "--kind", "md5", "--window", "20")
        // The shop's own people take their time.
        settle()
        #expect(shops.awaitCalls(100))
        let secret = try #require(hmac["key"]?.text.flatMap { Base64.decode($0) })
        let new = KeyedShops.Keys(
            hmac: SigningKey(keyID: try #require(hmac["key_id"]?.text), secret: secret),
            md5: try #require(md5["key"]?.text))
        shops.use(new)
        #expect(shops.awaitCalls(100))
        let ends = try asked { session in
            try session.query("SELECT MAX(valid_until) FROM merchant_key").first?.int64(0)
        }
        let end = try #require(ends)
        while SystemClock.microseconds() <= end { Thread.sleep(forTimeInterval: 0.05) }
        #expect(shops.awaitCalls(100))
        let connection = try shops.connection()
        #expect(shops.charge(connection, old.hmac)?.hasPrefix("401 ") == true)
        #expect(shops.order(connection, old.md5) != nil)
        #expect(shops.charge(connection, new.hmac) == nil)
        #expect(shops.order(connection, new.md5) == nil)
        #expect(shops.finish() == [])
        // What comes next goes on with the keys that are good now.
        try asked { session in
            _ = try session.execute("UPDATE merchant_key SET valid_until = NULL")
            _ = try session.execute("UPDATE directory_version SET version = version + 1")
        }
        settle()
    }

    @Test("Key files change under load: no request is refused, and nothing that is secret lies open afterwards")
    func keyFiles() throws {
        let merchant = try #require(stack.description.merchants.first)
        let plain = [Array(merchant.md5Key.utf8), try #require(Base64.decode(merchant.hmacKey))]
        // As rows were before there were key files.
        try asked { session in
            _ = try session.execute(
                """
                UPDATE merchant_key SET seal_version = NULL, material = \(plain[0])
                WHERE key_id = \(KeyAlgorithm.md5.firstKeyID(of: merchant.pid))
                """)
        }
        #expect(contains(try dump(), plain[0]))
        let shops = try KeyedShops(stack)
        shops.start()
        #expect(shops.awaitCalls(100))
        #expect(try kadock("secrets", "add-key")["version"] == .integer(2))
        #expect(shops.awaitCalls(50))
        let resealed = try kadock("secrets", "reseal")
        #expect(resealed["version"] == .integer(2) && resealed["failures"] == .array([]))
        #expect(shops.awaitCalls(50))
        #expect(try kadock("secrets", "retire", "1")["retired"] == .integer(1))
        settle()
        #expect(shops.awaitCalls(100))
        // Nobody goes on with what it remembered: all is read again.
        try asked { session in _ = try session.execute("UPDATE directory_version SET version = version + 1") }
        settle()
        #expect(shops.awaitCalls(100))
        #expect(shops.finish() == [])
        let counts = try asked { try MerchantStore.sealCounts($0) }
        #expect(counts.map(\.version) == [2])
        let all = try dump()
        for secret in plain { #expect(!contains(all, secret)) }
        try KillStack.expectBooksInOrder(stack)
    }
}
