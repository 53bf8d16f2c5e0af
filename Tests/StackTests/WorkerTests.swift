import FastCGIPeer
import Foundation
import Testing

@Suite("kadock-worker by itself")
struct WorkerTests {
    @Test("with the database away it comes up: alive, not ready; SIGTERM ends it with status 0")
    func withoutDatabase() throws {
        let worker = try WorkerProcess()
        try worker.start()
        #expect(worker.waitUntilReady())
        #expect(try worker.ask("GET", "/healthz").hasPrefix("Status: 200"))
        #expect(try worker.ask("GET", "/readyz").hasPrefix("Status: 503"))
        #expect(try worker.ask("GET", "/v1/keys").contains(#""kid":"k1""#))
        #expect(try worker.ask("POST", "/v1/payments").hasPrefix("Status: 401"))
        #expect(try worker.ask("GET", "/metrics").hasPrefix("Status: 404"))
        kill(worker.process.processIdentifier, SIGTERM)
        #expect(worker.exitStatus() == 0)
        #expect(worker.logLines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
        #expect(worker.logLines.last?.contains(#""message":"stopped""#) == true)
        #expect(!FileManager.default.fileExists(atPath: worker.socket))
    }

    @Test("SIGINT stops it like SIGTERM; SIGUSR1 does not touch it")
    func signals() throws {
        let worker = try WorkerProcess()
        try worker.start()
        #expect(worker.waitUntilReady())
        kill(worker.process.processIdentifier, SIGUSR1)
        #expect(try worker.ask("GET", "/healthz").hasPrefix("Status: 200"))
        kill(worker.process.processIdentifier, SIGINT)
        #expect(worker.exitStatus() == 0)
    }

    @Test("a mistake in the configuration stops the start with status 1 and a message")
    func badConfiguration() throws {
        for (settings, environment, message) in [
            (["thread": 8], [:], "unknown key thread"),
            ([:], ["KADOCK_LANE": "1"], "unknown environment variable KADOCK_LANE"),
            (["threads": 0], [:], "threads must be a whole number from 1 to 256"),
            (["listen": "here"], [:], "listen must be"),
            (["base_url": "ftp://x"], [:], "base_url must be"),
            (["log_level": "loud"], [:], "log_level must be"),
            (["database.host": "db"], [:], "either at database.socket or at database.host"),
            (["platform.ed25519_private_key_file": "/etc/hostname"], [:], "ed25519_private_key_file"),
        ] as [([String: Any], [String: String], String)] {
            let worker = try WorkerProcess(settings, environment: environment)
            try worker.start()
            #expect(worker.exitStatus() == 1)
            #expect(worker.logLines.last?.contains(message) == true, "\(worker.logLines)")
        }
    }

    @Test("a wrong command line ends with status 2")
    func badCommandLine() throws {
        let worker = try WorkerProcess()
        try worker.start(arguments: ["--confg", worker.configuration])
        #expect(worker.exitStatus() == 2)
    }

    @Test("a second worker on the same socket does not start and does not disturb the first")
    func sameSocket() throws {
        let first = try WorkerProcess()
        try first.start()
        #expect(first.waitUntilReady())
        let second = try WorkerProcess(["listen": "unix:\(first.socket)"])
        try second.start()
        #expect(second.exitStatus() == 1)
        #expect(try first.ask("GET", "/healthz").hasPrefix("Status: 200"))
    }

    @Test("an inherited socket on descriptor 0 is served, and outlives the worker")
    func inheritedSocket() throws {
        let worker = try WorkerProcess(["listen": "inherited"])
        let socket = try ListeningSocket(path: worker.socket)
        for _ in 0..<2 {
            try worker.start(input: FileHandle(fileDescriptor: socket.descriptor))
            #expect(try worker.ask("GET", "/healthz").hasPrefix("Status: 200"))
            kill(worker.process.processIdentifier, SIGTERM)
            #expect(worker.exitStatus() == 0)
            #expect(FileManager.default.fileExists(atPath: worker.socket))
        }
    }

    @Test("H1 what overruns libfcgi's stack leaves a real worker alive")
    func getValues() throws {
        let worker = try WorkerProcess()
        try worker.start()
        #expect(worker.waitUntilReady())
        let head = FastCGIRecords.head(uri: "/healthz", announced: "4")
        for bytes in [
            FastCGIRecords.deadlyGetValues,
            FastCGIRecords.begin() + FastCGIRecords.deadlyGetValues,
            head + FastCGIRecords.deadlyGetValues,
            FastCGIRecords.record(
                FastCGIRecords.begin, [0, 1, 1, 0, 0, 0, 0, 0], padding: FastCGIRecords.deadlyGetValues),
        ] {
            let peer = try FastCGIPeer(path: worker.socket)
            peer.send(bytes)
            #expect(peer.receive() == .closed)
        }
        #expect(worker.process.isRunning)
        #expect(try worker.ask("GET", "/healthz").hasPrefix("Status: 200"))
    }

    #if SEEDED_FAULTS
        @Test("A9 a trap in one request's thread ends the process; the next one serves on the same name")
        func trap() throws {
            let worker = try WorkerProcess(environment: ["KADOCK_TRAP_AT": "/trap"])
            try worker.start()
            #expect(worker.waitUntilReady())
            #expect(try worker.ask("GET", "/trap") == "")
            #expect(worker.exitStatus() == -2)
            try worker.start()
            #expect(worker.waitUntilReady())
            #expect(try worker.ask("GET", "/healthz").hasPrefix("Status: 200"))
        }
    #endif
}
