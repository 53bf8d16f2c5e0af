import Foundation
import OpenSSL

/// A web server of Python's on a free port of this machine, with answers good and bad. It ends with its owner.
final class LocalServer {
    let port: Int
    private let directory: Scratch
    private let process = Process()

    /// Serves cleartext, or TLS with this certificate.
    init(_ certificate: IssuedCertificate? = nil) throws {
        directory = try Scratch()
        try directory.write("server.py", Array(Self.script.utf8))
        if let certificate {
            try directory.write("leaf.pem", certificate.certificatePEM + certificate.privateKeyPEM)
        }
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "server.py"]
        process.currentDirectoryURL = directory.url
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line = ""
        while !line.hasSuffix("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { throw Scratch.CommandFailure(description: "the server did not start") }
            line += String(decoding: data, as: UTF8.self)
        }
        guard let port = Int(line.dropLast()) else { throw Scratch.CommandFailure(description: line) }
        self.port = port
    }

    deinit { stop() }

    /// Ends the server and waits until it is gone.
    func stop() {
        guard process.isRunning else { return }
        // Threads of libdispatch block all signals and their children inherit that, so SIGTERM would not arrive.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// How many requests have been received.
    var requestCount: Int {
        guard let lines = try? directory.read("requests") else { return 0 }
        return lines.count { $0 == 0x0A }
    }

    /// How many connections have been accepted.
    var connectionCount: Int {
        guard let marks = try? directory.read("connections") else { return 0 }
        return marks.count
    }

    private static let script = #"""
        import gzip, os, socketserver, ssl, time
        from http.server import BaseHTTPRequestHandler

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self, status, body, **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self):
                with open("requests", "a") as log:
                    log.write(self.path + "\n")
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if self.path.startswith("/echo"):
                    lines = [f"{self.command} {self.path}"]
                    lines += [f"{name.lower()}: {value}" for name, value in self.headers.items()]
                    self.answer(200, "\n".join(lines).encode() + b"\n" + body, X_Padded="  v \t")
                elif self.path == "/redirect":
                    self.answer(302, b"", Location="/echo")
                elif self.path.startswith("/size/"):
                    self.answer(200, b"x" * int(self.path[6:]))
                elif self.path == "/headers":
                    self.answer(200, b"", X_Long="x" * 4000)
                elif self.path == "/gzip":
                    self.answer(200, gzip.compress(b"x" * 100000), Content_Encoding="gzip")
                elif self.path == "/garbage":
                    self.wfile.write(b"\x00\x01\x02 not HTTP at all\r\n\r\n")
                    self.close_connection = True
                elif self.path == "/short":
                    self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx")
                    self.close_connection = True
                elif self.path == "/close":
                    self.close_connection = True
                else:
                    self.send_response(200)
                    self.send_header("Connection", "close")
                    self.end_headers()
                    while True:
                        self.wfile.write(b"x" * (1 if self.path == "/drip" else 512))
                        time.sleep(0.05 if self.path == "/drip" else 0)

            do_POST = do_GET

            def log_message(self, *arguments):
                pass

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

            def get_request(self):
                connection, address = super().get_request()
                with open("connections", "a") as log:
                    log.write("+")
                if os.path.exists("leaf.pem"):
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    context.load_cert_chain("leaf.pem")
                    connection = context.wrap_socket(connection, server_side=True)
                return connection, address

            def handle_error(self, request, address):
                pass

        server = Server(("127.0.0.1", 0), Handler)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """#
}
