import Deductions
import Events
package import HTTPClient
import Values

/// Sends a webhook and tells what came of it, in our words: what a receiver writes stays with it.
package struct WebhookPost: Sendable {
    private let signer: WebhookSigner
    private let policy: AddressPolicy

    package init(_ signer: WebhookSigner, _ policy: AddressPolicy) {
        self.signer = signer
        self.policy = policy
    }

    /// One try, within ten seconds.
    func send(_ webhook: Webhook) -> DeliveryOutcome {
        let now = WallClock.now().microseconds / 1_000_000
        guard let url = webhook.url,
            let headers = signer.headers(
                url: url.text, body: webhook.body, event: webhook.delivery.event, created: now)
        else { return failed(webhook, status: nil, "address not allowed") }
        do throws(HTTPClientFailure) {
            let request = OutgoingRequest(.post, url, headers: headers, body: webhook.body)
            return told(webhook, status: try HTTPClient(policy: policy).send(request).status)
        } catch {
            // What stands behind the status has no meaning, even if there is no end to it.
            guard let status = error.status else { return failed(webhook, status: nil, error.kind.words) }
            return told(webhook, status: status)
        }
    }

    private func told(_ webhook: Webhook, status: Int) -> DeliveryOutcome {
        guard (200...299).contains(status) else { return failed(webhook, status: status, "not accepted") }
        return DeliveryOutcome(delivery: webhook.delivery, next: .delivered, status: status, error: nil)
    }

    private func failed(_ webhook: Webhook, status: Int?, _ error: String) -> DeliveryOutcome {
        let pause = WebhookSchedule.pause(
            afterTry: webhook.delivery.attempts + 1, shortening: .random(in: 0...100))
        return DeliveryOutcome(
            delivery: webhook.delivery, next: pause.map { .again($0) } ?? .dead, status: status, error: error)
    }
}

extension HTTPClientFailure.Kind {
    fileprivate var words: String {
        switch self {
        case .invalidRequest: "request cannot be sent"
        case .addressRefused: "address not allowed"
        case .nameUnknown: "name unknown"
        case .notConnected: "not connected"
        case .insecure: "no trusted connection"
        case .timedOut: "timed out"
        case .tooLarge: "answer too large"
        case .broken: "connection broken"
        }
    }
}
