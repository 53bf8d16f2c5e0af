import Bench
import DevStack
import FastCGIPeer
import Foundation
import OpenSSL
import Testing

extension KillTests {
    @Test("I5t a chunked body reaches the worker with its true length")
    func chunked() throws {
        let shop = try Shop(KillStack.get())
        let answer = try shop.send(
            "POST /v1/payments HTTP/1.1\r\nHost: \(shop.authority)\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
        // Read whole and refused only because nobody signed it: a wrong length would be 400.
        #expect(answer.status == 401)
    }

    @Test("I6t slow headers and slow bodies hold no worker's thread and are closed")
    func slowClients() throws {
        let stack = try KillStack.get()
        let context = try TLSContext(authorityFile: stack.description.authorityFile)
        // More than the threads of all workers.
        let slow = try (0..<150).map { number in
            let connection = try TLSConnection(
                context: context, host: "localhost", port: stack.port, timeoutMilliseconds: 60_000)
            let head = "POST /v1/payments HTTP/1.1\r\nHost: localhost:\(stack.port)\r\n"
            try connection.write(
                Array((number % 2 == 0 ? head : head + "Content-Length: 100\r\n\r\n{").utf8))
            return connection
        }
        let shop = try Shop(stack)
        for number in 0..<20 {
            #expect(try shop.insist("slow-\(UUID().uuidString)-\(number)").status == 201)
        }
        // nginx gives up on each by itself: 408 and the end, or just the end.
        for connection in [slow[0], slow[1]] {
            var buffer = [UInt8](repeating: 0, count: 4_096)
            var end = try? connection.read(into: &buffer, from: 0)
            while let count = end, count > 0 { end = try? connection.read(into: &buffer, from: 0) }
        }
    }

    @Test("H5 forged FastCGI records in an HTTP body are a body, and the next client gets its own answer")
    func forgedRecords() throws {
        let stack = try KillStack.get()
        let forged = FastCGIRecords.request(
            method: "GET", uri: "/metrics", extra: [("KADOCK_INTERNAL", "1"), ("HTTP_HOST", "localhost")])
        for filling in [0, 7_000, 8_192, 30_000] {
            let body = [UInt8](repeating: 0, count: filling) + (0..<20).flatMap { _ in forged }
            for _ in 0..<10 {
                let shop = try Shop(stack)
                let head =
                    "POST /v1/payments HTTP/1.1\r\nHost: \(shop.authority)\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(body.count)\r\n\r\n"
                let answer = try shop.send(Array(head.utf8) + body)
                #expect(answer.status == 401)
                #expect(!text(answer).contains("kadock_http"))
                let health = try shop.ask("GET", "/healthz")
                #expect(health.status == 200)
                #expect(text(health) == #"{"status":"ok"}"#)
            }
        }
    }

    private func text(_ answer: HTTPAnswer) -> String { String(decoding: answer.body, as: UTF8.self) }
}
