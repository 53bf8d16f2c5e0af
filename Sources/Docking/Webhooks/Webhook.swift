import Events
import HTTPClient
import JSON
import Threading

/// A delivery that a sender has taken, with all that is sent.
struct Webhook: Sendable {
    let delivery: Delivery
    /// nil: the address may not be called, whatever was thought of it when it was given.
    let url: CheckedURL?
    let body: [UInt8]
    /// After this there is not enough left of the lease for a try.
    let latestStart: Deadline

    init(_ delivery: Delivery, _ entry: FeedEntry, outTradeNo: String, url: CheckedURL?, latestStart: Deadline) {
        self.delivery = delivery
        self.url = url
        self.latestStart = latestStart
        var writer = JSONWriter(capacity: 512)
        writer.object { entry.write(into: &$0, outTradeNo: outTradeNo) }
        body = writer.bytes
    }

    /// Whom it goes to. What cannot be called goes to nobody.
    var host: String { url?.host ?? "" }
}
