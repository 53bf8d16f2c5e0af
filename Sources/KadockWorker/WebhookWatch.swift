import Docking
import Dispatch
import HTTPClient
import MariaDB
import Threading

/// Has a sender of webhooks look for what is due.
final class WebhookWatch: Sendable {
    private static let pauseMilliseconds = 100

    private let thread: JoinableThread
    private let isStopping = Guarded(false)

    init(_ address: DatabaseAddress, _ signer: WebhookSigner, _ rules: URLRules) {
        let isStopping = isStopping
        thread = JoinableThread(name: "webhooks") {
            let post = WebhookPost(signer, rules.addresses ?? .publicOnly)
            let sender = WebhookSender(WebhookDesk(address, rules), post)
            while !isStopping.withLock({ $0 }) {
                // With the database away nothing can be sent; the directory's watch tells the log.
                let hasMore = (try? sender.pass()) ?? false
                if !hasMore { sender.wait(milliseconds: Self.pauseMilliseconds) }
            }
            sender.stop()
        }
    }

    /// Waits for what is under way, ten seconds at most.
    func stop() {
        isStopping.withLock { $0 = true }
        thread.join()
    }
}
