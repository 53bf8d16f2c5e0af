import Events
import HTTPClient
import JSON
import Values

/// An event as the v1 API tells it: its line of the merchant's feed, POSTed and signed by the platform. Any 2xx accepts
/// it.
struct WebhookLetter: Letter {
    let event: Identifier
    let url: CheckedURL?
    let body: [UInt8]
    private let signer: WebhookSigner

    init(_ entry: FeedEntry, outTradeNo: String, url: CheckedURL?, _ signer: WebhookSigner) {
        event = entry.event.id
        self.url = url
        self.signer = signer
        var writer = JSONWriter(capacity: 512)
        writer.object { entry.write(into: &$0, outTradeNo: outTradeNo) }
        body = writer.bytes
    }

    var host: String? { url?.host }

    func request(try number: Int, at now: Timestamp) throws(LetterFault) -> OutgoingRequest {
        guard let url,
            let headers = signer.headers(
                url: url.text, body: body, event: event, created: now.microseconds / 1_000_000)
        else { throw .addressNotAllowed }
        return OutgoingRequest(.post, url, headers: headers, body: body)
    }

    func isAccepted(status: Int, body: [UInt8]) -> Bool { (200...299).contains(status) }

    func pause(afterTry number: Int) -> Int64? {
        WebhookSchedule.pause(afterTry: number, shortening: .random(in: 0...100))
    }
}
