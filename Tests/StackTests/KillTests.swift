import Bench
import DevStack
import FastCGIPeer
import Foundation
import Testing
import Threading

/// pitfalls.md, group A: processes are killed, told to end and told to reload under load.
///
/// One after the other, on one stack. Every client repeats until it gets its 201; afterwards every order is asked for
/// once more and must have the same answer, and the books must be in order.
@Suite("Kills under load", .serialized)
struct KillTests {
    private func whileCharging(_ disturb: (DevStack, ShopCrowd) throws -> Void) throws -> ShopCrowd.Report {
        let stack = try KillStack.get()
        #expect(stack.waitUntilReady())
        let crowd = try ShopCrowd(stack)
        #expect(crowd.awaitCharges(50))
        try disturb(stack, crowd)
        #expect(crowd.awaitCharges(50))
        let report = try crowd.finish(stack)
        #expect(report.complaints == [])
        try KillStack.expectBooksInOrder(stack)
        return report
    }

    @Test("A1 A2 workers killed one after the other: every payment once, the other worker keeps serving")
    func killedWorkers() throws {
        _ = try whileCharging { stack, crowd in
            for round in 0..<6 {
                let restarts = stack.workers.restarts
                stack.workers.signal(SIGKILL, worker: round % 2)
                #expect(crowd.awaitCharges(10))
                #expect(waits { stack.workers.restarts > restarts && stack.workers.processIDs.count == 2 })
            }
        }
    }

    @Test("A2 a worker dies at any step of a batch and its client never comes back: all of it or nothing")
    func killedAtCrashPoints() throws {
        let stack = try KillStack.get()
        for place in ["after-claim", "after-update", "before-commit", "after-commit", "after-answer"] {
            try KillStack.restartWorkers(of: stack, environment: ["KADOCK_CRASH_AT": place])
            // No second try: whatever comes back, nobody asks again.
            let shop = try Shop(stack)
            let deadline = Deadline.milliseconds(20_000)
            while stack.workers.restarts < 2, !deadline.isPast {
                _ = try? shop.send(shop.charge("\(place)-\(UUID().uuidString)"))
            }
            #expect(stack.workers.restarts >= 2)
            try KillStack.restartWorkers(of: stack)
            try KillStack.expectBooksInOrder(stack)
        }
    }

    @Test("A3 nginx is killed with requests in its hands; the same request again gets the first answer")
    func killedNginx() throws {
        let report = try whileCharging { stack, crowd in
            for _ in 0..<3 {
                let restarts = stack.nginx.restarts
                stack.nginx.kill()
                #expect(waits { stack.nginx.restarts > restarts })
                #expect(crowd.awaitCharges(20))
            }
        }
        #expect(report.cutOffs > 0)
    }

    @Test("A4 nginx reloads under load: nobody is refused")
    func reloadedNginx() throws {
        let report = try whileCharging { stack, crowd in
            let master = stack.nginx.processID
            for _ in 0..<5 {
                stack.nginx.reload()
                #expect(crowd.awaitCharges(20))
            }
            #expect(stack.nginx.processID == master)
        }
        #expect(report.refusals == [])
    }

    @Test("A5 workers are told to end under load: they answer what they have, and nobody is refused")
    func endedWorkers() throws {
        let report = try whileCharging { stack, crowd in
            for round in 0..<4 {
                let restarts = stack.workers.restarts
                stack.workers.signal(SIGTERM, worker: round % 2)
                #expect(waits { stack.workers.restarts > restarts })
                // As in every rolling restart, the next one waits until this one takes its part again.
                #expect(waits { charges(by: "worker-\(round % 2 + 1)", stack) })
                #expect(crowd.awaitCharges(20))
            }
        }
        #expect(report.refusals == [])
        #expect(report.cutOffs == 0)
    }

    @Test("A9 a trap in one thread ends its worker; the supervisor brings it back and the others' requests succeed")
    func trap() throws {
        let stack = try KillStack.get()
        try KillStack.restartWorkers(of: stack, environment: ["KADOCK_TRAP_AT": "/trap"])
        _ = try whileCharging { stack, crowd in
            for _ in 0..<3 {
                let restarts = stack.workers.restarts
                // nginx asks the next worker as well: both may die of it.
                _ = try? Shop(stack).ask("GET", "/trap")
                #expect(waits { stack.workers.restarts > restarts && stack.workers.processIDs.count == 2 })
                #expect(crowd.awaitCharges(20))
            }
        }
        try KillStack.restartWorkers(of: stack)
    }

    @Test("H1 H4 hostile records at a worker's socket under load: no worker dies, nobody is refused")
    func hostileRecords() throws {
        let report = try whileCharging { stack, crowd in
            let restarts = stack.workers.restarts
            for worker in 1...2 {
                let socket = "\(stack.directory.path)/run/worker-\(worker).sock"
                for bytes in [
                    FastCGIRecords.deadlyGetValues, FastCGIRecords.begin() + FastCGIRecords.deadlyGetValues,
                    FastCGIRecords.head(uri: "/healthz", announced: "9") + FastCGIRecords.deadlyGetValues,
                    FastCGIRecords.record(2), FastCGIRecords.begin(role: 3), Array("GET / HTTP/1.0\r\n\r\n".utf8),
                ] {
                    let peer = try FastCGIPeer(path: socket)
                    peer.send(bytes)
                    #expect(peer.receive() == .closed)
                }
            }
            #expect(crowd.awaitCharges(20))
            #expect(stack.workers.restarts == restarts)
        }
        #expect(report.refusals == [])
        #expect(report.cutOffs == 0)
    }

    /// Whether a worker has captured something since it was started.
    private func charges(by worker: String, _ stack: DevStack) -> Bool {
        guard let url = URL(string: stack.description.metricsURL),
            let metrics = try? String(contentsOf: url, encoding: .utf8)
        else { return false }
        return metrics.contains(#"worker="\#(worker)",method="POST",path="/v1/payments",status="201""#)
    }

    /// Whether it comes true within a generous time.
    private func waits(_ condition: () -> Bool) -> Bool {
        let deadline = Deadline.milliseconds(30_000)
        while !deadline.isPast {
            if condition() { return true }
            Thread.sleep(forTimeInterval: 0.01)
        }
        return false
    }
}
