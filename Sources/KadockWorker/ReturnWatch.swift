import Channels
import Deductions
import Logging
import MariaDB
import Threading
import Values

/// Asks channels to send money back, on a thread of its own, and reports to the engine what they say.
final class ReturnWatch: Sendable {
    private static let pauseMilliseconds = 500
    private static let limit = 16
    private static let leaseMicroseconds: Int64 = 30_000_000
    private static let deadlineMilliseconds = 5_000
    /// After an answer that tells nothing; after that the pause doubles, up to an hour.
    private static let firstPauseMicroseconds: Int64 = 1_000_000
    private static let longestPauseMicroseconds: Int64 = 3_600_000_000

    private let thread: RepeatingThread

    init(_ address: DatabaseAddress, _ engine: Engine, _ channels: [any Channel], _ log: Logger) {
        let named = Dictionary(channels.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        thread = RepeatingThread(name: "returns") {
            var session: Session?
            return {
                do throws(DatabaseFailure) {
                    let present = if let session { session } else { try Session(address) }
                    session = present
                    try Self.pass(present, engine, named, log)
                } catch {
                    // With the database away nothing can be done; the directory's watch tells the log.
                    session?.close()
                    session = nil
                }
                return Self.pauseMilliseconds
            }
        }
    }

    func stop() { thread.stop() }

    private static func pass(
        _ session: Session, _ engine: Engine, _ channels: [String: any Channel], _ log: Logger
    ) throws(DatabaseFailure) {
        for back in try ReturnStore.take(limit: limit, leaseMicroseconds: leaseMicroseconds, session) {
            guard let channel = channels[back.trade.channel] else {
                log.warning(
                    "no such channel", metadata: ["return": "\(back.id.text)", "channel": "\(back.trade.channel)"])
                try ReturnStore.postpone(back.id, microseconds: longestPauseMicroseconds, session)
                continue
            }
            let answer = channel.sendBack(back)
            log.info(
                "channel asked to send back",
                metadata: ["return": "\(back.id.text)", "channel": "\(channel.name)", "answer": "\(answer)"])
            guard answer != .unknown else {
                let pause = firstPauseMicroseconds << min(Int64(back.attempts), 12)
                try ReturnStore.postpone(back.id, microseconds: min(pause, longestPauseMicroseconds), session)
                continue
            }
            // Not answered: the lease ends, and the channel is asked again.
            _ = engine.submit(
                ReturnReport(
                    back.id, payment: back.payment, merchant: back.merchant, hasSucceeded: answer == .done),
                .milliseconds(deadlineMilliseconds))
        }
    }
}
