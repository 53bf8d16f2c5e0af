import FastCGI
import FastCGIPeer
import Foundation
import Testing
import Threading

/// Random requests, right and damaged ones. A failure names the seed that makes it again.
@Suite("FastCGI: random records")
struct FastCGIFuzzTests {
    private typealias Records = FastCGIRecords

    /// One request with what must arrive of it.
    private struct Sample {
        var pairs: [(name: [UInt8], value: [UInt8])]
        var body: [UInt8]
        var bytes: [UInt8]

        /// Content cut into records of random lengths and paddings, and the stream's end.
        private static func stream(
            _ type: UInt8, id: Int, _ content: [UInt8], _ random: inout SeededRandom
        ) -> [UInt8] {
            var bytes: [UInt8] = []
            var rest = content[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...max(1, min(65_535, rest.count)), using: &random)
                let padding = [UInt8](repeating: 1, count: Int.random(in: 0...255, using: &random))
                bytes += Records.record(type, id: id, Array(rest.prefix(count)), padding: padding)
                rest = rest.dropFirst(count)
            }
            return bytes + Records.record(type, id: id)
        }

        init(_ random: inout SeededRandom) {
            let letters = Array("ABCXYZ019_".utf8)
            body = (0..<Int.random(in: 0...20_000, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
            }
            pairs = [
                (Array("REQUEST_METHOD".utf8), Array("POST".utf8)),
                (Array("CONTENT_LENGTH".utf8), Array(String(body.count).utf8)),
            ]
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                // Beyond 127 bytes a length takes four bytes.
                let nameCount = Int.random(in: 1...(Bool.random(using: &random) ? 12 : 300), using: &random)
                let valueCount = Int.random(in: 0...(Bool.random(using: &random) ? 20 : 700), using: &random)
                let name = (0..<nameCount).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)] }
                pairs.append((name, (0..<valueCount).map { _ in UInt8.random(in: 1...255, using: &random) }))
            }
            let id = Int.random(in: 1...65_535, using: &random)
            let content = pairs.flatMap { Records.pair($0.name, $0.value) }
            bytes =
                Records.begin(id: id) + Self.stream(Records.parameters, id: id, content, &random)
                + Self.stream(Records.input, id: id, body, &random)
        }

        /// What the fixture's handler makes of it.
        var answer: FastCGIPeer.Outcome { .answered(Self.text(pairs.map { ($0.name, $0.value) }, body)) }

        static func text(_ pairs: [([UInt8], [UInt8])], _ body: [UInt8]) -> String {
            let lines = pairs.map { String(decoding: $0.0, as: UTF8.self) + "=" + sum($0.1) }
            return (lines + [sum(body)]).joined(separator: "\n")
        }

        private static func sum(_ bytes: [UInt8]) -> String {
            let hash = bytes.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
            return "\(bytes.count)-\(hash)"
        }
    }

    private func withServer(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/kadock-\(UUID().uuidString.prefix(13)).sock"
        let pool = WorkPool(name: "test", threads: 2)
        let server = try FastCGIServer(
            listener: Listener(.unix(path: path)), waiters: pool, bodyLimit: { _ in 1 << 20 }
        ) { request, requester in
            // libfcgi puts its own in front.
            let pairs = request.parameters.dropFirst().map { name, _ in
                (Array(name.utf8), request.value(name).map(Array.init) ?? [])
            }
            let text = if case .whole(let body) = request.body { Sample.text(pairs, body) } else { "not whole" }
            requester.answer(FastCGIResponse(bytes: Array(text.utf8)))
        }
        server.start()
        defer {
            server.stop()
            pool.stop()
        }
        try body(path)
    }

    @Test("H6 H7 whatever way a request is cut into records and writes, it arrives as it was sent", arguments: 0..<8)
    func arrivesWhole(seed: UInt64) throws {
        try withServer { path in
            var random = SeededRandom(seed: seed)
            let peer = try FastCGIPeer(path: path)
            for _ in 0..<60 {
                var sample = Sample(&random)
                // Two of one name would both show the first one's value.
                var names = Set<[UInt8]>()
                guard sample.pairs.allSatisfy({ names.insert($0.name).inserted }) else { continue }
                var rest = sample.bytes[...]
                while !rest.isEmpty {
                    let count =
                        Bool.random(using: &random) ? rest.count : Int.random(in: 1...rest.count, using: &random)
                    peer.send(Array(rest.prefix(count)))
                    rest = rest.dropFirst(count)
                }
                sample.bytes = []
                #expect(peer.receive() == sample.answer, "seed \(seed)")
            }
        }
    }

    @Test("H2 H3 H4 damaged requests end in an answer or a closed connection, never in more", arguments: 100..<108)
    func survivesDamage(seed: UInt64) throws {
        try withServer { path in
            var random = SeededRandom(seed: seed)
            for _ in 0..<150 {
                let peer = try FastCGIPeer(path: path)
                peer.send(Self.damaged(Sample(&random).bytes, &random))
                peer.endSending()
                var outcome = peer.receive()
                while case .answered = outcome { outcome = peer.receive() }
                #expect(outcome == .closed, "seed \(seed)")
            }
            let sample = Sample(&random)
            let peer = try FastCGIPeer(path: path)
            peer.send(Records.request(uri: "/after"))
            guard case .answered = peer.receive() else {
                Issue.record("no answer after \(sample.bytes.count) bytes, seed \(seed)")
                return
            }
        }
    }

    /// Flips bits, cuts, repeats and inserts, mostly near the beginning, where the records are.
    private static func damaged(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let reach = Bool.random(using: &random) ? min(64, bytes.count) : bytes.count
            guard reach > 0 else { break }
            let place = Int.random(in: 0..<reach, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...64, using: &random)))
            case 3: bytes.insert(contentsOf: Records.deadlyGetValues, at: place)
            case 4: bytes.insert(contentsOf: bytes[place...].prefix(100), at: place)
            default: bytes.removeSubrange(place...)
            }
        }
        return bytes
    }
}
