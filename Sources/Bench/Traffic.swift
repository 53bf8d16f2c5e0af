/// What a load generator sends.
package protocol Traffic: Sendable {
    /// Payments (or other units) in one request.
    var itemsPerRequest: Int { get }

    /// Whether anybody looks at the answers' bodies.
    var readsBodies: Bool { get }

    /// How many of a request's items were done, by its answer.
    func itemsDone(_ answer: HTTPAnswer) -> Int

    /// The requests of one thread; `thread` counts from 0.
    func stream(thread: Int) -> any RequestStream
}

extension Traffic {
    package var readsBodies: Bool { itemsPerRequest > 1 }

    /// All or nothing, by the status.
    package func itemsDone(_ answer: HTTPAnswer) -> Int {
        (200..<300).contains(answer.status) ? itemsPerRequest : 0
    }
}
