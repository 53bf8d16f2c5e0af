import DevStack
import Foundation
import JSON
import Threading
import Values

/// A shop's web server on this machine: an nginx of its own, which says 200 at once and writes down when it was told of
/// which event. What comes to its second address is kept whole.
package final class WebhookReceiver: Sendable {
    private let directory: TemporaryDirectory
    private let process: ChildProcess
    private let port: Int

    /// Starts it on a free port of the loopback address, by plain HTTP.
    package init() throws(LoadFailure) {
        do {
            directory = try TemporaryDirectory()
            port = FreePort.any()
            let file = "\(directory.path)/nginx.conf"
            try Data(Self.configuration(directory.path, port: port).utf8).write(to: URL(filePath: file))
            process = try ChildProcess(
                SystemProgram.nginx.find(), ["-p", directory.path, "-c", file, "-e", "\(directory.path)/error.log"],
                log: "\(directory.path)/output", atOurDeath: .terminate)
        } catch {
            throw LoadFailure("the receiver of webhooks does not start: \(error)")
        }
        // Written when it listens.
        let mark = "\(directory.path)/pid"
        let deadline = Deadline.milliseconds(10_000)
        while !FileManager.default.fileExists(atPath: mark) {
            guard process.isRunning, !deadline.isPast else {
                throw LoadFailure("the receiver of webhooks does not listen on port \(port)")
            }
            MonotonicTime.sleep(milliseconds: 10)
        }
    }

    deinit { stop() }

    package var addresses: NotifyAddresses {
        NotifyAddresses(noting: "http://127.0.0.1:\(port)/note", keeping: keepingAddress)
    }
    package var processIDs: [Int32] { [process.processID] + ProcessTable.children(of: process.processID) }
    private var keepingAddress: String { "http://127.0.0.1:\(port)/keep" }

    package func stop() {
        process.signal(SIGTERM)
        process.wait()
    }

    /// When it was told of which event, in the order of the arrivals. What came within the last tenth of a second may
    /// be missing.
    func arrivals() -> [(event: Identifier, at: Timestamp)] {
        lines("arrivals").compactMap { line in
            let words = line.split(separator: UInt8(ascii: " "))
            // Seconds with three decimals.
            guard words.count == 2, let event = Identifier(text: String(decoding: words[1], as: UTF8.self)),
                let milliseconds = Int64(String(decoding: words[0].filter { $0 != UInt8(ascii: ".") }, as: UTF8.self))
            else { return nil }
            return (event, Timestamp(microseconds: milliseconds * 1_000))
        }
    }

    /// What it kept whole.
    func letters() -> [ReceivedWebhook] {
        lines("letters").compactMap { line in
            guard let entry = try? JSONReader.parse(Array(line)) else { return nil }
            return ReceivedWebhook(entry, target: keepingAddress)
        }
    }

    private func lines(_ log: String) -> [Data] {
        (FileManager.default.contents(atPath: "\(directory.path)/\(log)") ?? Data()).split(separator: 0x0A)
    }

    /// nginx knows a request's body only when it passes it on: to itself, over a socket.
    private static func configuration(_ directory: String, port: Int) -> String {
        """
        daemon off;
        \(geteuid() == 0 ? "user root;" : "")
        worker_processes 1;
        pid \(directory)/pid;
        error_log \(directory)/error.log;
        events { worker_connections 1024; }
        http {
            map $http_signature_input $event { "~nonce=\\"(?<nonce>[0-9a-z]+)\\"" $nonce; }
            log_format arrival '$msec $event';
            log_format letter escape=json
                '{"digest":"$http_content_digest","input":"$http_signature_input","signature":"$http_signature",'
                '"type":"$content_type","body":"$request_body"}';
            access_log off;
            keepalive_requests 1000000;
            client_body_temp_path \(directory)/body;
            proxy_temp_path \(directory)/proxy;
            fastcgi_temp_path \(directory)/fastcgi;
            uwsgi_temp_path \(directory)/uwsgi;
            scgi_temp_path \(directory)/scgi;
            server {
                listen 127.0.0.1:\(port) backlog=1024;
                access_log \(directory)/arrivals arrival buffer=64k flush=50ms;
                location = /note { return 200; }
                location = /keep {
                    access_log \(directory)/arrivals arrival buffer=64k flush=50ms;
                    access_log \(directory)/letters letter buffer=64k flush=50ms;
                    proxy_pass http://unix:\(directory)/socket;
                }
            }
            server {
                listen unix:\(directory)/socket;
                return 200;
            }
        }
        """
    }
}
