import ArgumentParser
import Foundation
import JSON
import MariaDB
import Settlement

/// What the scheduled work says.
enum SettleReport {
    /// EX_TEMPFAIL of sysexits(3): the same again later may well succeed.
    static let retry = ExitCode(75)

    /// One sentence on the error output.
    static func complain(_ sentence: String) {
        FileHandle.standardError.write(Data("kadock-settle: \(sentence)\n".utf8))
    }

    /// Ends the program with what its work came to, unless all is done.
    static func end(_ failure: DatabaseFailure?, isComplete: Bool) throws {
        if let failure {
            complain(failure.description)
            throw failure.passes ? retry : ExitCode.failure
        }
        if !isComplete { throw retry }
    }

    /// What came of a run of windows: for machines one line of JSON, for people one of words.
    static func run(_ tally: RunTally, durationMilliseconds: Int64, json: Bool) {
        guard json else {
            print(
                """
                charged \(tally.charged) payments in \(tally.postings) postings of \(tally.windows) windows in \
                \(durationMilliseconds) ms; \(tally.postponed) wait for the next window, \(tally.declined) were \
                declined, \(tally.stopped) windows wait for an operator
                """)
            return
        }
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.field("command", "run")
            writer.field("windows", tally.windows)
            writer.field("charged", tally.charged)
            writer.field("postings", tally.postings)
            writer.field("postponed", tally.postponed)
            writer.field("declined", tally.declined)
            writer.field("stopped", tally.stopped)
            writer.field("busy", tally.busy)
            writer.field("complete", tally.isComplete)
            writer.field("duration_ms", durationMilliseconds)
        }
        print(String(decoding: writer.bytes, as: UTF8.self))
    }

    /// What came of a sweep: for machines one line of JSON, for people one of words.
    static func expire(_ tally: ExpiryTally, durationMilliseconds: Int64, json: Bool) {
        guard json else {
            print(
                """
                ended \(tally.holds) holds and \(tally.pending) unpaid payments in \(durationMilliseconds) ms; \
                \(tally.notOver) were not over, \(tally.retry) are to be tried again
                """)
            return
        }
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.field("command", "expire")
            writer.field("holds", tally.holds)
            writer.field("pending", tally.pending)
            writer.field("not_over", tally.notOver)
            writer.field("frozen", tally.frozen)
            writer.field("retry", tally.retry)
            writer.field("complete", tally.isComplete)
            writer.field("duration_ms", durationMilliseconds)
        }
        print(String(decoding: writer.bytes, as: UTF8.self))
    }
}

extension DatabaseFailure {
    /// Whether the same may well succeed later; not where the database knows us or the tables not.
    var passes: Bool {
        let strangerCodes: Set<UInt32> = [1044, 1045, 1049, 1698]
        return switch kind {
        case .rolledBack, .lockTimeout, .readOnly, .interrupted: true
        case .connectionLost: !strangerCodes.contains(code)
        case .duplicate, .constraint, .other: false
        }
    }
}
