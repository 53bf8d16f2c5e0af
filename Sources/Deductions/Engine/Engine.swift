package import MariaDB
package import Threading
import Values

/// Where commands are decided: a few lanes, each a thread with a database session of its own.
package final class Engine: Sendable {
    private let mailboxes: [Mailbox]
    private let mailboxLimit: Int
    private let threads: [JoinableThread]
    private let state: EngineState
    private let pruner: NoncePruner?
    private let watch: DeadlineWatch

    /// Starts the lanes. They find the database when it is there: until then commands wait, and then are withdrawn.
    package init(_ settings: EngineSettings, address: DatabaseAddress) {
        precondition(settings.lanes > 0, "an engine without lanes")
        let state = EngineState()
        self.state = state
        pruner = settings.prunesNonces ? NoncePruner(address) : nil
        let mailboxes = (0..<settings.lanes).map { _ in Mailbox(limit: settings.mailboxLimit) }
        self.mailboxes = mailboxes
        mailboxLimit = settings.mailboxLimit
        var laneSettings = settings.lane
        if laneSettings.backOff == nil { laneSettings.backOff = BackOff.sleep }
        if laneSettings.report == nil, let log = settings.log { laneSettings.report = { log.report($0) } }
        let ready = laneSettings
        threads = mailboxes.enumerated().map { index, mailbox in
            JoinableThread(name: "lane-\(index)") {
                while !state.isStopping {
                    if let database = try? MariaDBLane(
                        address, worker: settings.name, timeouts: settings.timeouts)
                    {
                        Self.work(database, mailbox, ready, state)
                    } else {
                        BackOff.sleep(4)
                    }
                }
            }
        }
        watch = DeadlineWatch(mailboxes)
    }

    private static func work(
        _ database: MariaDBLane, _ mailbox: Mailbox, _ settings: LaneSettings, _ state: EngineState
    ) {
        let lane = Lane(
            database, settings: settings, wallClock: WallClock.now, goesOn: { !state.isOutOfPatience })
        while lane.connect() {
            mailbox.letGather(atMost: settings.batchLimit)
            guard let tickets = mailbox.take(atMost: settings.batchLimit) else { return }
            lane.run(tickets)
            state.count(tickets.count)
        }
    }

    /// Hands a command to its lane. `tell` is called once: with the verdict, or at the deadline with what is certain.
    /// It may be called before this returns. `version`: of the command's merchant, by which its caller was judged; if
    /// that has passed when the command's turn comes, the verdict is `stale`; nil: it is judged by nothing of that.
    package func submit(
        _ command: any Command, under version: Int64?, _ deadline: Deadline, tell: @escaping Ticket.Tell
    ) {
        let ticket = Ticket(command, under: version, deadline, tell: tell)
        if let refusal = put(ticket) { ticket.answer(refusal) }
    }

    /// Hands a command to its lane without waiting; the verdict is asked of the ticket.
    /// Instead of a ticket comes a verdict, if the mailbox does not take it.
    package func post(_ command: any Command, under version: Int64? = nil) -> Posting {
        let awaited = AwaitedTicket(command, under: version)
        return put(awaited.ticket).map(Posting.refused) ?? .waiting(awaited)
    }

    /// Hands a command to its lane and waits for the verdict.
    package func submit(_ command: any Command, under version: Int64? = nil, _ deadline: Deadline) -> Verdict {
        switch post(command, under: version) {
        case .waiting(let ticket): ticket.verdict(deadline)
        case .refused(let verdict): verdict
        }
    }

    /// nil: it is in its lane's mailbox.
    private func put(_ ticket: Ticket) -> Verdict? {
        let spread = UInt64(bitPattern: ticket.command.affinity.number).mixed
        switch mailboxes[Int(truncatingIfNeeded: spread % UInt64(mailboxes.count))].put(ticket) {
        case .accepted: return nil
        case .overQuota: return .overQuota
        case .full, .closed: return .overloaded
        }
    }

    /// Batches and commands so far.
    package var statistics: EngineStatistics { state.statistics }

    /// Commands that wait now.
    package var waiting: Int { mailboxes.reduce(0) { $0 + $1.count } }

    /// How full the fullest mailbox is, in percent.
    package var fullnessPercent: Int64 {
        let fullest = mailboxes.lazy.map(\.count).max() ?? 0
        return Int64(fullest * 100 / max(mailboxLimit, 1))
    }

    /// Takes nothing more, runs what waits, and returns when the lanes have ended. A lane whose commit is unknown
    /// waits for the database five seconds longer, no more.
    package func stop() {
        state.stop()
        for mailbox in mailboxes { mailbox.close() }
        for thread in threads { thread.join() }
        watch.stop()
        pruner?.stop()
    }
}

extension UInt64 {
    /// Spreads numbers whose low bits are alike (the finaliser of SplitMix64).
    fileprivate var mixed: UInt64 {
        var value = (self ^ (self >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
