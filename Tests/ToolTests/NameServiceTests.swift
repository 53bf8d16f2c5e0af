import Foundation
import Glibc
import HTTPClient
import Testing

/// Names that mislead: in processes that have an `/etc` of their own, which takes root.
@Suite(.enabled(if: MountedFile.isPossible, "not had: needs a root that may mount"))
struct NameServiceTests {
    private static func failure(
        of client: HTTPClient, _ url: String, _ limits: OutgoingLimits = .standard
    ) throws -> HTTPClientFailure.Kind? {
        let rules = URLRules.outgoing(allowsCleartext: true, addresses: .publicAndLoopback)
        let request = OutgoingRequest(.get, try CheckedURL(url, rules), limits: limits)
        do throws(HTTPClientFailure) {
            _ = try client.send(request)
            return nil
        } catch {
            return error.kind
        }
    }

    @Test("M2 a name that turns inwards after it was used gets nowhere")
    func rebinding() async {
        await #expect(processExitsWith: .success) {
            let scratch = try Scratch()
            try MountedFile.put("/etc/hosts", "127.0.0.1 shop.example.com\n", scratch)
            let server = try LocalServer()
            let url = "http://shop.example.com:\(server.port)/echo"
            try #require(try Self.failure(of: HTTPClient(policy: .publicAndLoopback), url) == nil)
            for address in ["10.0.0.1", "169.254.169.254", "192.168.0.1", "::ffff:127.0.0.1", "fd00::1"] {
                // In place: the mount stands for the file, not for its name.
                let hosts = try FileHandle(forWritingTo: scratch.url.appending(path: "hosts"))
                try hosts.truncate(atOffset: 0)
                try hosts.write(contentsOf: Data("\(address) shop.example.com\n".utf8))
                try hosts.close()
                try #require(try Self.failure(of: HTTPClient(policy: .publicAndLoopback), url) == .addressRefused)
            }
            try #require(server.requestCount == 1)
        }
    }

    @Test("M2 a name server that does not answer costs no more than the time to connect")
    func slowNames() async {
        await #expect(processExitsWith: .success) {
            let scratch = try Scratch()
            // Questions arrive here and wait.
            let silent = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(53).bigEndian
            address.sin_addr.s_addr = unsafe inet_addr("127.53.53.53")
            let bound = unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                    unsafe bind(silent, plain, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            try #require(bound == 0)
            // Left alone it would ask again after half a minute, and say after another that there is no such name.
            let text = "nameserver 127.53.53.53\noptions timeout:30 attempts:2\n"
            try MountedFile.put("/etc/resolv.conf", text, scratch)
            let client = HTTPClient(policy: .publicOnly)
            let limits = OutgoingLimits(connectMilliseconds: 300)
            try #require(try Self.failure(of: client, "https://shop.example.com/", limits) == .timedOut)
            var questions = 0
            var byte: UInt8 = 0
            while unsafe recv(silent, &byte, 1, 0) > 0 { questions += 1 }
            // For IPv4 and IPv6, once: nobody stayed for the second time.
            try #require((1...2).contains(questions))
        }
    }
}
