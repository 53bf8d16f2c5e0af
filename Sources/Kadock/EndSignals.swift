import Dispatch
import Foundation

/// Ctrl-C, SIGTERM and a closed terminal, as something to wait for.
final class EndSignals {
    private let received = DispatchSemaphore(value: 0)
    private let sources: [any DispatchSourceSignal]

    /// From now on these signals no longer end the program by themselves.
    init() {
        let received = received
        sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { received.signal() }
            source.resume()
            return source
        }
    }

    /// Waits for the first of them.
    func wait() { received.wait() }
}
