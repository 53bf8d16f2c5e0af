import DevStack
import Foundation
import MariaDB
import Testing
import Threading

/// The development stack itself: what it writes, what it survives, what it leaves behind.
@Suite struct DevStackTests {
    /// The processes of this machine whose command line names `path`.
    private func processes(naming path: String) -> [Int32] {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.compactMap { Int32($0) } ?? []
        return all.filter { process in
            let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
            return String(decoding: line, as: UTF8.self).contains(path)
        }
    }

    @Test func theDescriptionHoldsWhatTheContractNames() throws {
        let stack = try TestStack.shared.get().stack
        let path = stack.directory.descriptionFile
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: path))) as? [String: Any])
        #expect(
            Set(object.keys) == [
                "base_url", "metrics_url", "ca_file", "config_file", "database", "operator", "merchants", "payers",
            ])
        let read = try StackDescription.read(stack.directory)
        #expect(read.baseURL == "https://localhost:\(stack.port)")
        #expect(read.merchants.count == 2 && read.payers.count == 30)
        #expect(read.payers.filter { $0.merchant == nil }.count == 10)
        #expect(read.payers.allSatisfy { $0.balance >= 10_000_000 && $0.pin.count == 6 && $0.currency == "CNY" })
        for merchant in read.merchants {
            #expect(read.payers.filter { $0.merchant == merchant.id }.count == 10)
            for file in [
                merchant.ed25519PrivateKeyFile, merchant.rsaPrivateKeyFile, merchant.platformRSAPublicKeyFile,
            ] {
                #expect(FileManager.default.fileExists(atPath: file))
            }
        }
        let session = try Session(stack.database.address())
        // What came in, not what is left: other tests use the same stack.
        let funds = try session.query(
            """
            SELECT CAST(MIN(total) AS SIGNED) FROM (SELECT SUM(amount) AS total FROM entry WHERE kind = 3 AND amount > 0
            GROUP BY owner_id) AS credited
            """)
        #expect(try #require(funds.first).int64(0) >= 1_000_000_000)
    }

    @Test func statusLinesAreWhole() throws {
        let stack = try TestStack.shared.get().stack
        let client = RawHTTPS(port: stack.port, authorityFile: stack.directory.authorityFile)
        #expect(try client.request("GET", "/healthz").statusLine == "HTTP/1.1 200 OK")
        #expect(try client.request("GET", "/v1/openapi.json").statusLine == "HTTP/1.1 200 OK")
        #expect(try client.request("POST", "/v1/payments", body: []).statusLine == "HTTP/1.1 401 Unauthorized")
        #expect(try client.request("PUT", "/").statusLine == "HTTP/1.1 405 Not Allowed")
    }

    @Test func whateverIsKilledComesBackAndAllOfItGoes() throws {
        let home = try TemporaryDirectory()
        let stack = try DevStack.start(TestStack.options("\(home.path)/s"))
        // A second stack beside it, without demo: nothing of the two meets.
        var options = TestStack.options("\(home.path)/t")
        options.demo = false
        options.workers = 1
        let second = try DevStack.start(options)
        #expect(second.port != stack.port && second.description.merchants.isEmpty && second.shop == nil)
        let client = RawHTTPS(port: stack.port, authorityFile: stack.directory.authorityFile)

        stack.workers.signal(SIGKILL, worker: 0)
        stack.workers.signal(SIGKILL, worker: 1)
        #expect(stack.waitUntilReady())
        #expect(stack.workers.restarts == 2)
        stack.database.kill()
        #expect(stack.waitUntilReady())
        #expect(stack.database.restarts == 1)
        stack.nginx.kill()
        #expect(stack.waitUntilReady())
        #expect(stack.nginx.restarts == 1)
        let shop = try #require(stack.shop?.processID)
        stack.shop?.kill()
        let deadline = Deadline.milliseconds(30_000)
        while stack.shop?.processID == shop || (try? client.request("GET", "/demo").status) != 200 {
            try #require(!deadline.isPast, "the shop does not come back")
            Thread.sleep(forTimeInterval: 0.02)
        }
        stack.nginx.reload()
        try stack.workers.restart(environment: ["KADOCK_LANES": "1"])
        #expect(stack.waitUntilReady())
        #expect(try client.request("GET", "/readyz").status == 200)
        #expect(throws: StackFailure.alreadyRunning(directory: stack.directory.path)) {
            try DevStack.start(TestStack.options(stack.directory.path))
        }

        #expect(second.waitUntilReady() && second.workers.restarts == 0)
        let port = stack.port
        stack.stop()
        #expect(processes(naming: stack.directory.path).isEmpty)
        #expect(StackLock.holder(of: stack.directory) == nil)
        #expect(second.waitUntilReady())
        second.stop()

        // Started again it is the same: port, keys, merchants, money.
        let again = try DevStack.start(TestStack.options("\(home.path)/s"))
        #expect(again.port == port && again.description.merchants == stack.description.merchants)
        #expect(again.description.payers == stack.description.payers)
        again.stop()
        #expect(processes(naming: home.path).isEmpty)
    }

    @Test func aPackageThatIsMissingIsNamed() {
        #expect(
            StackFailure.missingPackage(program: "nginx", package: "nginx").description
                == "nginx is not installed: apt-get install nginx")
        for program in SystemProgram.allCases { #expect(throws: Never.self) { try program.find() } }
    }
}
