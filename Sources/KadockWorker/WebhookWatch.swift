import Docking
import Events
import HTTPClient
import Logging
import MariaDB
import Threading
import Values

/// Has a sender of webhooks look for what is due.
final class WebhookWatch: Sendable {
    private static let pauseMilliseconds = 100

    private let thread: JoinableThread
    private let isStopping = Guarded(false)

    init(_ address: DatabaseAddress, _ signer: WebhookSigner, _ rules: URLRules, _ log: Logger) {
        let isStopping = isStopping
        thread = JoinableThread(name: "webhooks") {
            let post = WebhookPost(signer, rules.addresses ?? .publicOnly)
            let sender = WebhookSender(WebhookDesk(address, rules), post) { log.report($0) }
            while !isStopping.withLock({ $0 }) {
                // With the database away nothing can be sent; the directory's watch tells the log.
                let hasMore = (try? sender.pass()) ?? false
                if !hasMore { sender.wait(milliseconds: Self.pauseMilliseconds) }
            }
            sender.stop()
        }
    }

    /// Waits a little for what is under way.
    func stop() {
        isStopping.withLock { $0 = true }
        thread.join()
    }
}

extension Logger {
    fileprivate func report(_ death: DeliveryOutcome) {
        warning(
            "webhook given up",
            metadata: [
                "event": "\(death.delivery.event.text)", "merchant": "\(death.delivery.merchant.text)",
                "last_status": "\(death.status.map(String.init) ?? "")", "last_error": "\(death.error ?? "")",
            ])
    }
}
