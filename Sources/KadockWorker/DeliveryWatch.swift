import Docking
import Events
import HTTPClient
import Logging
import MariaDB
import Merchants
import Threading
import Values

/// Has a sender look for what shops are to be told: webhooks and epay notifications.
final class DeliveryWatch: Sendable {
    private static let pauseMilliseconds = 100
    /// While there is more to take: what ends within this time is written down with one commit.
    private static let busyPauseMilliseconds = 10

    private let thread: JoinableThread
    private let isStopping = Guarded(false)

    init(
        _ address: DatabaseAddress, _ vault: KeyVault, _ signer: WebhookSigner, epaySigner: EpayPlatformSigner?,
        _ rules: URLRules, _ log: Logger
    ) {
        let isStopping = isStopping
        thread = JoinableThread(name: "deliveries") {
            let post = DeliveryPost(rules.addresses ?? .publicOnly)
            let desk = DeliveryDesk(address, rules, signer, epaySigner: epaySigner, vault: vault)
            let sender = DeliverySender(desk, post) { log.report($0) }
            while !isStopping.withLock({ $0 }) {
                // With the database away nothing can be sent; the directory's watch tells the log.
                let hasMore = (try? sender.pass()) ?? false
                sender.work(milliseconds: hasMore ? Self.busyPauseMilliseconds : Self.pauseMilliseconds)
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
            "delivery given up",
            metadata: [
                "event": "\(death.delivery.event.text)", "merchant": "\(death.delivery.merchant.text)",
                "last_status": "\(death.status.map(String.init) ?? "")", "last_error": "\(death.error ?? "")",
            ])
    }
}
