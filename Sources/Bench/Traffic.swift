/// What a load generator sends.
package protocol Traffic: Sendable {
    /// Payments (or other units) in one request.
    var itemsPerRequest: Int { get }

    /// The requests of one thread; `thread` counts from 0.
    func stream(thread: Int) -> any RequestStream
}
