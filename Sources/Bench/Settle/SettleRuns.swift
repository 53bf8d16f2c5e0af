import DevStack
import Glibc
import MariaDB

/// Runs `kadock-settle run` until nothing is left, and kills it on the way.
struct SettleRuns {
    /// Runs that end with "try again" before that is given up.
    private static let patience = 20

    let stage: SettleStage
    let plan: SettlePlan
    /// Minor units of fees when all is charged: tells how far it is.
    let allFees: Int64

    /// How long the program ran in all, and what it was seen to need.
    struct Result {
        var seconds = 0.0
        var kills = 0
        var peakBytes = 0
        /// Processor time of the program and of the server.
        var ownProcessorSeconds = 0.0
        var serverProcessorSeconds = 0.0
    }

    func run() throws(LoadFailure) -> Result {
        var result = Result()
        do {
            let session = try Session(stage.administrator)
            defer { session.close() }
            let serverBefore = stage.serverSeconds
            for _ in 0..<(plan.kills + Self.patience) {
                let begin = MonotonicTime.nanoseconds
                let child = try ChildProcess(
                    stage.program, ["run", "--config", stage.configuration, "--json"], log: stage.log)
                var used = 0.0
                while child.isRunning {
                    used = ProcessTable.processorSeconds(child.processID) ?? used
                    result.peakBytes = max(result.peakBytes, ProcessTable.peakResidentBytes(child.processID) ?? 0)
                    // Evenly over the way, the last one before its end.
                    if result.kills < plan.kills,
                        try fees(session) >= allFees / Int64(plan.kills + 1) * Int64(result.kills + 1)
                    {
                        child.signal(SIGKILL)
                        result.kills += 1
                        break
                    }
                    MonotonicTime.sleep(milliseconds: 10)
                }
                child.wait()
                result.ownProcessorSeconds += used
                result.serverProcessorSeconds = stage.serverSeconds - serverBefore
                result.seconds += Double(MonotonicTime.nanoseconds - begin) / 1e9
                switch child.exitCode {
                case 0?: return result
                case 75?, nil: continue
                case let code?: throw LoadFailure("kadock-settle ended with \(code): \(stage.words)")
                }
            }
        } catch let failure as LoadFailure {
            throw failure
        } catch {
            throw LoadFailure("\(error)")
        }
        throw LoadFailure("kadock-settle came to no end: \(stage.words)")
    }

    private func fees(_ session: Session) throws(DatabaseFailure) -> Int64 {
        try session.query("SELECT CAST(COALESCE(SUM(balance), 0) AS SIGNED) FROM lane_balance WHERE kind = 11")
            .first?.int64(0) ?? 0
    }
}
