import Bench
import DevStack
import Foundation
import PythonPackages
import Testing

/// A shop that shares no line with us: Python, `requests`, RFC 9421 by `http-message-signatures`, OpenAPI by
/// `openapi-spec-validator`. Its steps are in `Python/acceptance.py`.
@Suite(.enabled(if: ForeignPrograms.isThere(ForeignPrograms.shop), "not had: needs python3, pip and PyPI"))
struct PythonShopTests {
    @Test("K1 K2 K3 a foreign shop charges, repeats, is refused, refunds, tops up, is told; all signatures hold")
    func acceptance() throws {
        let stack = try TestStack.shared.get().stack
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Python/acceptance.py")
        let output = try ForeignPrograms.shop.get().run(
            [script.path(percentEncoded: false), stack.directory.descriptionFile])
        #expect(output.contains("ok   as described: Balance"))
        #expect(try Audit.violations(at: stack.database.address(.owner)) == [])
    }
}
