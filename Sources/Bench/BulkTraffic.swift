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

    /// The answer is 200 whatever became of the items: each has a status of its own.
    package func itemsDone(_ answer: HTTPAnswer) -> Int {
        answer.status == 200 ? answer.body.count(of: Array(#"{"status":201,"#.utf8)) : 0
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

extension [UInt8] {
    /// How often `pattern` occurs, without overlaps.
    fileprivate func count(of pattern: [UInt8]) -> Int {
        var (found, position) = (0, 0)
        while position + pattern.count <= count {
            if self[position] == pattern[0], self[position..<position + pattern.count].elementsEqual(pattern) {
                found += 1
                position += pattern.count
            } else {
                position += 1
            }
        }
        return found
    }
}
