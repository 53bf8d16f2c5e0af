import Deductions
import JSON
import Values

/// Money set aside and captured, a pair of requests at a time, over payers drawn at random.
package struct HoldTraffic: Traffic {
    package let itemsPerRequest = 1
    package let readsBodies = true
    private let address: ServiceAddress
    private let keys: [SigningKey]
    private let posts: [SignedPost]
    private let payers: [BenchPayer]
    private let run: String
    private let seed: UInt64

    /// As for `ChargeTraffic`.
    package init(to address: ServiceAddress, keys: [SigningKey], payers: [BenchPayer], run: String, seed: UInt64) {
        precondition(!payers.isEmpty, "somebody must pay")
        self.address = address
        self.keys = keys
        posts = keys.map { SignedPost(to: address, path: "/v1/payments", key: $0) }
        self.payers = payers
        self.run = run
        self.seed = seed
    }

    /// A pair is done when its capture is.
    package func itemsDone(_ answer: HTTPAnswer) -> Int { answer.status == 200 ? 1 : 0 }

    package func stream(thread: Int) -> any RequestStream {
        Stream(
            traffic: self, orders: OrderNumbers(run: run, thread: thread),
            random: SeededRandom(seed: seed &+ UInt64(thread)))
    }

    private struct Stream: RequestStream {
        let traffic: HoldTraffic
        var orders: OrderNumbers
        var random: SeededRandom

        mutating func next() -> [UInt8] {
            let payer = traffic.payers[Int.random(in: 0..<traffic.payers.count, using: &random)]
            // Behind the last M stands whose order it is: requests are written long before they are answered.
            let order = "\(orders.next())M\(payer.merchantIndex)"
            let body = ChargeBody.single(
                order: order, payer: payer.id, amount: Int64.random(in: 1...100, using: &random), mode: .preauth)
            return traffic.posts[payer.merchantIndex].request(body: body, nonce: order, created: WallClock.now())
        }

        mutating func following(_ answer: HTTPAnswer) -> [UInt8]? {
            guard answer.status == 201, let payment = try? JSONReader.parse(answer.body),
                case .string(let id)? = payment["id"], case .string(let order)? = payment["out_trade_no"],
                let merchant = order.split(separator: "M").last.flatMap({ Int($0) })
            else { return nil }
            let post = SignedPost(
                to: traffic.address, path: "/v1/payments/\(id)/captures", key: traffic.keys[merchant])
            return post.request(
                body: Array("{}".utf8), nonce: order + "C", created: WallClock.now(), idempotencyKey: order)
        }
    }
}
