import Deductions

/// Signed real-time charges over payers drawn at random, one a request.
package struct ChargeTraffic: Traffic {
    package let itemsPerRequest = 1
    private let posts: [SignedPost]
    private let payers: [BenchPayer]
    private let run: String
    private let seed: UInt64
    private let notify: NotifyAddresses?

    /// `keys` has one for each merchant, and a payer's `merchantIndex` counts in it. `run`, of letters and digits,
    /// makes this run's order numbers and nonces differ from every other's. `notify`: where the shops are told; nil:
    /// they are not.
    package init(
        to address: ServiceAddress, keys: [SigningKey], payers: [BenchPayer], run: String, seed: UInt64,
        notify: NotifyAddresses? = nil
    ) {
        precondition(!payers.isEmpty, "somebody must pay")
        posts = keys.map { SignedPost(to: address, path: "/v1/payments", key: $0) }
        self.payers = payers
        self.run = run
        self.seed = seed
        self.notify = notify
    }

    package func stream(thread: Int) -> any RequestStream {
        Stream(
            traffic: self, orders: OrderNumbers(run: run, thread: thread),
            random: SeededRandom(seed: seed &+ UInt64(thread)), notify: notify)
    }

    private struct Stream: RequestStream {
        let traffic: ChargeTraffic
        var orders: OrderNumbers
        var random: SeededRandom
        var notify: NotifyAddresses?

        mutating func next() -> [UInt8] {
            let payer = traffic.payers[Int.random(in: 0..<traffic.payers.count, using: &random)]
            let order = orders.next()
            let body = ChargeBody.single(
                order: order, payer: payer.id, amount: Int64.random(in: 1...100, using: &random),
                notifyURL: notify?.next())
            return traffic.posts[payer.merchantIndex].request(body: body, nonce: order, created: WallClock.now())
        }
    }
}
