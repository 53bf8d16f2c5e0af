import Channels
import Deductions
package import MariaDB
package import Values

/// Holds a channel's statement against our records and keeps what differs in a pool, for operators.
///
/// All of it is one transaction: a statement is compared as a whole or not at all, whoever is killed, and the same file
/// again is the same comparison. It goes by pages, so memory does not grow with the file.
package struct Reconciliation: Sendable {
    private let address: DatabaseAddress
    private let channel: String
    private let path: String
    private let from: Timestamp
    private let until: Timestamp

    /// `path` is a CSV file of all that the channel did from `from` until before `until`.
    package init(
        _ address: DatabaseAddress, channel: String, path: String, from: Timestamp, until: Timestamp
    ) {
        self.address = address
        self.channel = channel
        self.path = path
        self.from = from
        self.until = until
    }

    /// Compares; `report` is told how many bytes of how many were read.
    package func run(
        _ report: (_ done: Int, _ length: Int) -> Void
    ) throws(ReconciliationFailure) -> ReconciliationTally {
        let (digest, length) = try Self.read { () throws(ChannelFileFault) in try ChannelFile.measure(path) }
        let session = try Self.ask { () throws(DatabaseFailure) in try Session(address) }
        defer { session.close() }
        try Self.ask { () throws(DatabaseFailure) in try session.begin() }
        do throws(ReconciliationFailure) {
            let tally = try compare(digest, session) { report($0, length) }
            CrashPoint.statementCompared.pass()
            try Self.ask { () throws(DatabaseFailure) in try session.commit() }
            CrashPoint.statementKept.pass()
            return tally
        } catch {
            try? session.rollback()
            throw error
        }
    }

    private func compare(
        _ digest: [UInt8], _ session: Session, _ report: (Int) -> Void
    ) throws(ReconciliationFailure) -> ReconciliationTally {
        let earlier = try Self.ask { () throws(DatabaseFailure) -> ReconciliationTally? in
            try ReconciliationStore.lock(channel, at: WindowStore.clock(session), session)
            return try ReconciliationStore.tally(channel, digest, from: from, until: until, session)
        }
        if var earlier {
            earlier.unresolved = try Self.ask { () throws(DatabaseFailure) in
                try DifferenceStore.unresolvedCount(channel, session)
            }
            return earlier
        }
        var pass = try Self.ask { () throws(DatabaseFailure) in
            try ComparisonPass(channel, digest, from: from, until: until, session)
        }
        var reader = try Self.read { () throws(ChannelFileFault) in
            try ChannelFileReader(path, from: from, until: until)
        }
        while let lines = try Self.read({ () throws(ChannelFileFault) in try reader.next() }) {
            if let second = try Self.ask({ () throws(DatabaseFailure) in try pass.add(lines) }) {
                let reason = "\(second.key.kind.rawValue) \(second.key.number) stands in the file twice"
                throw .statement(ChannelFileFault(reason, line: second.line))
            }
            report(reader.position)
        }
        guard reader.digest() == digest else {
            throw .statement(ChannelFileFault("the file changed while it was read"))
        }
        return try Self.ask { () throws(DatabaseFailure) in try pass.finish() }
    }

    private static func ask<Result>(
        _ body: () throws(DatabaseFailure) -> Result
    ) throws(ReconciliationFailure) -> Result {
        do throws(DatabaseFailure) { return try body() } catch { throw .database(error) }
    }

    private static func read<Result>(
        _ body: () throws(ChannelFileFault) -> Result
    ) throws(ReconciliationFailure) -> Result {
        do throws(ChannelFileFault) { return try body() } catch { throw .statement(error) }
    }
}
