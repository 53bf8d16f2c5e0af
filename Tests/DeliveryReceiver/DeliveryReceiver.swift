import DevStack
import Foundation
package import JSON
import Threading

/// A merchant's web server on this machine, written in Python, that keeps what it gets. How it answers is in the path:
/// `/say/N/WORDS` with that status and body, `/flaky/N` with 500 for the first N requests, `/fails/N` with `fail` for
/// them, `/from/N` with 500 for versions before N, `/redirect` with a place to go to, `/endless` with a body that does
/// not end, `/late` with 64 KiB before the word, `/slow` not until `release` is called, nor `/stuck` once `stick` was,
/// anything else with 200. GETs are told `success`, POSTs nothing.
package final class DeliveryReceiver: Sendable {
    package struct Arrival {
        package let method: String
        /// With its query.
        package let path: String
        package let headers: [(name: String, value: String)]
        package let body: String

        package var json: JSONValue? { try? JSONReader.parse(Array(body.utf8)) }
        package var id: JSONValue? { json?["id"] }
        package var version: JSONValue? { json?["payment"]?["version"] }
    }

    package let port: Int
    private let folder: TemporaryDirectory
    private let process = Process()

    package init() throws {
        folder = try TemporaryDirectory()
        let script = URL(filePath: folder.path).appending(path: "receiver.py")
        try Data(Self.script.utf8).write(to: script)
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "receiver.py"]
        process.currentDirectoryURL = URL(filePath: folder.path)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line = ""
        while !line.hasSuffix("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw CocoaError(.executableLoad) }
            line += String(decoding: data, as: UTF8.self)
        }
        guard let port = Int(line.dropLast()) else { throw CocoaError(.executableLoad) }
        self.port = port
    }

    deinit {
        // Threads of libdispatch block all signals and their children inherit that, so SIGTERM would not arrive.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// An address of its own for a test's payments.
    package func url(_ path: String, host: String = "127.0.0.1") -> String { "http://\(host):\(port)\(path)" }

    /// From now on `/stuck` does not answer.
    package func stick() throws { try Data().write(to: URL(filePath: folder.path).appending(path: "stuck")) }

    /// Lets the slow answers out.
    package func release() throws { try Data().write(to: URL(filePath: folder.path).appending(path: "released")) }

    /// What came to a path, whatever stands behind it, in the order of arrival.
    package func arrivals(_ path: String) throws -> [Arrival] {
        let file = URL(filePath: folder.path).appending(path: "requests")
        guard let data = try? Data(contentsOf: file) else { return [] }
        return try data.split(separator: 0x0A).compactMap { line in
            let entry = try JSONReader.parse(Array(line))
            guard case .string(let found)? = entry["path"], case .string(let body)? = entry["body"],
                case .string(let method)? = entry["method"], case .array(let headers)? = entry["headers"],
                found == path || found.hasPrefix(path + "?") || found.hasPrefix(path + "&")
            else { return nil }
            let pairs = headers.compactMap { pair -> (name: String, value: String)? in
                guard case .string(let name)? = pair["name"], case .string(let value)? = pair["value"] else {
                    return nil
                }
                return (name, value)
            }
            return Arrival(method: method, path: found, headers: pairs, body: body)
        }
    }

    private static let script = #"""
        import json, os, socketserver, threading, time, urllib.parse
        from http.server import BaseHTTPRequestHandler

        lock = threading.Lock()
        counts = {}

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                self.answer(b"success")

            def do_POST(self):
                self.answer(b"")

            def answer(self, words):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                headers = [{"name": n.lower(), "value": v} for n, v in self.headers.items()]
                line = json.dumps({"method": self.command, "path": self.path, "headers": headers, "body": body},
                                  ensure_ascii=False)
                with lock:
                    place = self.path.split("?")[0]
                    counts[place] = counts.get(place, 0) + 1
                    count = counts[place]
                    with open("requests", "a") as log:
                        log.write(line + "\n")
                parts = self.path.split("?")[0].split("/")
                status = 200
                if parts[1] == "say":
                    status = int(parts[2])
                    words = urllib.parse.unquote(parts[3]).encode()
                elif parts[1] == "flaky":
                    status = 500 if count <= int(parts[2]) else 200
                elif parts[1] == "fails" and count <= int(parts[2]):
                    words = b"fail"
                elif parts[1] == "redirect":
                    status = 302
                elif parts[1] == "late":
                    words = b"x" * 65536 + words
                elif parts[1] == "stuck":
                    while os.path.exists("stuck") and not os.path.exists("released"):
                        time.sleep(0.02)
                elif parts[1] == "from":
                    status = 200 if json.loads(body)["payment"]["version"] >= int(parts[2]) else 500
                elif parts[1] == "slow":
                    while not os.path.exists("released"):
                        time.sleep(0.02)
                self.send_response(status)
                if parts[1] == "endless":
                    self.end_headers()
                    self.wfile.write(words)
                    while True:
                        self.wfile.write(b"x" * 65536)
                if status == 302:
                    self.send_header("Location", "/redirected")
                self.send_header("Content-Length", str(len(words)))
                self.end_headers()
                self.wfile.write(words)

            def log_message(self, *arguments):
                pass

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 64

            def handle_error(self, request, address):
                pass

        server = Server(("", 0), Handler)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """#
}
