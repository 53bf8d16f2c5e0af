import Bench
import DevStack
import Foundation
import JSON
import PythonPackages
import Testing

/// Schemathesis, which is not ours, makes requests of the description at `/v1/openapi.json`, right ones and wrong ones,
/// and holds the answers against it. How it is set up is in `Python/fuzz.py`.
@Suite(.enabled(if: ForeignPrograms.isThere(ForeignPrograms.fuzzer), "not had: needs python3, pip and PyPI"))
struct FuzzedAPITests {
    @Test("L3 N1 N5 thousands of requests made of the description: nothing breaks, nothing is answered beyond it")
    func fuzzed() throws {
        let home = try TemporaryDirectory()
        let stack = try DevStack.start(TestStack.options("\(home.path)/s"))
        // The machine is full with all this: what is measured is not how long a charge takes.
        for pool in [stack.workers, stack.feeds] {
            try pool.restart(environment: ["KADOCK_DEADLINE_MS": "25000"])
        }
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Python/fuzz.py")
        let output = try ForeignPrograms.fuzzer.get().run(
            [script.path(percentEncoded: false), stack.directory.descriptionFile, home.path])
        let report = try JSONReader.parse(Array(output.utf8))
        let statuses = try #require(report["statuses"]).counts
        #expect(report["faults"] == .array([]))
        #expect(statuses.reduce(0) { $0 + $1.count } >= 3000)
        // It got through: to money, and to the refusals behind the syntax.
        for outcome in [
            "POST /v1/payments 201", "POST /v1/payments/bulk 200", "POST /v1/payments/{id}/refunds 201",
            "POST /v1/payments/{id}/refunds 409", "POST /v1/payers 201", "POST /v1/payers/{id}/topups 201",
            "GET /v1/payments 200", "GET /v1/payments/{id} 404", "GET /v1/events 422", "POST /v1/payments 401",
            "POST /v1/merchant/keys 201", "POST /v1/merchant/keys 409", "POST /v1/merchant/keys/{key_id}/end 404",
        ] {
            #expect(statuses.contains { $0.name == outcome }, "\(outcome) is missing")
        }
        #expect(try Audit.violations(at: stack.database.address(.owner)) == [])
    }
}

extension JSONValue {
    /// The members of an object of integers.
    fileprivate var counts: [(name: String, count: Int64)] {
        guard case .object(let members) = self else { return [] }
        return members.compactMap { member in
            if case .integer(let count) = member.value { (member.key, count) } else { nil }
        }
    }
}
