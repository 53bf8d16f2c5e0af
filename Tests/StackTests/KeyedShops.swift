import Bench
import DevStack
import Foundation
import OpenSSL
import Synchronization
import Threading
import Values

/// Shops of both protocols that call one time after another, with keys that can be changed while they do, and write
/// down every answer that is not the one they want.
final class KeyedShops: Sendable {
    /// What they sign with.
    struct Keys {
        var hmac: SigningKey
        var md5: String
    }

    private let pid: Int64
    private let payer: String
    private let address: ServiceAddress
    private let authorityFile: String
    private let keys: Guarded<Keys>
    private let calls = Guarded(0)
    private let refusals = Guarded<Set<String>>([])
    private let isStopping = Atomic(false)
    private let threads = Guarded<[JoinableThread]>([])

    /// For the first demo merchant, with its keys.
    init(_ stack: DevStack) throws {
        let description = stack.description
        guard let merchant = description.merchants.first, let secret = Base64.decode(merchant.hmacKey),
            let payer = description.payers.first(where: { $0.merchant == merchant.id })
        else { throw ShopFailure(reason: "the stack has no merchant") }
        (pid, self.payer, authorityFile) = (merchant.pid, payer.id, description.authorityFile)
        address = ServiceAddress(host: "localhost", port: stack.port)
        keys = Guarded(Keys(hmac: SigningKey(keyID: merchant.hmacKeyID, secret: secret), md5: merchant.md5Key))
    }

    /// The keys in use.
    var current: Keys { keys.withLock { $0 } }

    /// From the next call on.
    func use(_ new: Keys) { keys.withLock { $0 = new } }

    /// Two threads of each protocol.
    func start() {
        threads.withLock { threads in
            threads = (0..<4).map { number in
                JoinableThread(name: "shop \(number)") { [self] in
                    guard let connection = try? connection() else { return }
                    while !isStopping.load(ordering: .relaxed) {
                        let refusal =
                            number % 2 == 0 ? charge(connection, current.hmac) : order(connection, current.md5)
                        calls.withLock { $0 += 1 }
                        if let refusal { refusals.withLock { _ = $0.insert(refusal) } }
                    }
                }
            }
        }
    }

    /// Waits until so many more calls are through: what is done is done under load.
    func awaitCalls(_ count: Int) -> Bool {
        let wanted = calls.withLock { $0 } + count
        let deadline = Deadline.milliseconds(60_000)
        while calls.withLock({ $0 }) < wanted, !deadline.isPast { Thread.sleep(forTimeInterval: 0.005) }
        return calls.withLock { $0 } >= wanted
    }

    /// Ends the load; every kind of answer that was not wanted.
    func finish() -> Set<String> {
        isStopping.store(true, ordering: .relaxed)
        for thread in threads.withLock({ $0 }) { thread.join() }
        return refusals.withLock { $0 }
    }

    func connection() throws -> HTTPConnection {
        HTTPConnection(
            context: try TLSContext(authorityFile: authorityFile), host: address.host, port: address.port,
            timeoutMilliseconds: 30_000)
    }

    /// A signed charge of one fen; nil: it was made.
    func charge(_ connection: HTTPConnection, _ key: SigningKey) -> String? {
        let body =
            #"{"out_trade_no":"\#(UUID().uuidString)","payer":"\#(payer)","amount":1,"currency":"CNY","#
            + #""mode":"realtime","subject":"Card"}"#
        let now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        let post = SignedPost(to: address, path: "/v1/payments", key: key)
        let answer = try? connection.exchange(
            post.request(body: Array(body.utf8), nonce: UUID().uuidString, created: now))
        return answer?.status == 201 ? nil : Self.words(answer)
    }

    /// An epay order, signed by MD5; nil: it was taken.
    func order(_ connection: HTTPConnection, _ key: String) -> String? {
        let fields = [
            "clientip=198.51.100.9", "money=0.01", "name=Card", "notify_url=http://127.0.0.1:18080/n",
            "out_trade_no=\(UUID().uuidString)",
            "pid=\(pid)", "type=alipay",
        ].joined(separator: "&")
        let sign = Hex.encode(Digest.md5(Array((fields + key).utf8)))
        let body = "\(fields)&sign=\(sign)&sign_type=MD5"
        let head = """
            POST /mapi.php HTTP/1.1\r
            Host: \(address.authority)\r
            Content-Type: application/x-www-form-urlencoded\r
            Content-Length: \(body.utf8.count)\r
            \r

            """
        let answer = try? connection.exchange(Array((head + body).utf8))
        let isTaken = answer.map { String(decoding: $0.body, as: UTF8.self).contains(#""code":1,"#) } ?? false
        return isTaken ? nil : Self.words(answer)
    }

    private static func words(_ answer: HTTPAnswer?) -> String {
        answer.map { "\($0.status) \(String(decoding: $0.body, as: UTF8.self))" } ?? "no answer"
    }
}
