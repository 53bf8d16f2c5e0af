import Deductions

/// `POST /v1/payments/bulk`: many charges of one merchant in a request.
package struct BulkTraffic: Traffic {
    package let itemsPerRequest: Int
    private let posts: [SignedPost]
    private let payersOfMerchant: [[BenchPayer]]
    private let run: String
    private let seed: UInt64

    /// Merchants without payers among `payers` send nothing.
    package init(
        to address: ServiceAddress, keys: [SigningKey], payers: [BenchPayer], itemsPerRequest: Int, run: String,
        seed: UInt64
    ) {
        precondition(!payers.isEmpty, "somebody must pay")
        self.itemsPerRequest = itemsPerRequest
        posts = keys.map { SignedPost(to: address, path: "/v1/payments/bulk", key: $0) }
        payersOfMerchant = Dictionary(grouping: payers, by: \.merchantIndex)
            .sorted { $0.key < $1.key }.map(\.value)
        self.run = run
        self.seed = seed
    }

    package func stream(thread: Int) -> any RequestStream {
        Stream(
            traffic: self, orders: OrderNumbers(run: run, thread: thread),
            random: SeededRandom(seed: seed &+ UInt64(thread)))
    }

    private struct Stream: RequestStream {
        let traffic: BulkTraffic
        var orders: OrderNumbers
        var random: SeededRandom

        mutating func next() -> [UInt8] {
            let payers = traffic.payersOfMerchant[Int.random(in: 0..<traffic.payersOfMerchant.count, using: &random)]
            let request = orders.next()
            let items = (0..<traffic.itemsPerRequest).map { index in
                let payer = payers[Int.random(in: 0..<payers.count, using: &random)]
                return (
                    order: "\(request)I\(index)", payer: payer.id, amount: Int64.random(in: 1...100, using: &random)
                )
            }
            return traffic.posts[payers[0].merchantIndex].request(
                body: ChargeBody.bulk(items), nonce: request, created: WallClock.now())
        }
    }
}
