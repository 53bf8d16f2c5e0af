import Deductions
import MariaDB
import Threading

/// Two engines in two processes, and commands that both are given at the same time.
final class Race {
    let engine: Engine
    private let other: RaceProcess
    private let session: Session

    init(_ stage: EngineStage) throws {
        engine = stage.engine(name: "race-a")
        other = try RaceProcess(stage.address)
        session = try stage.administrator()
    }

    /// Hands in commands at once, each in another process than the one before it; with `othersFirst` the first one goes
    /// to the other process.
    func run(_ commands: [any Command], othersFirst: Bool = false) throws -> [Verdict] {
        let places = commands.indices.map { ($0 % 2 == 0) == othersFirst }
        let theirs = zip(commands, places).filter { $0.1 }.map { $0.0 }
        if !theirs.isEmpty { try other.post(theirs) }
        let postings = zip(commands, places).filter { !$0.1 }.map { engine.post($0.0) }
        var own = try postings.map { posting in
            guard case .waiting(let ticket) = posting else { throw StageFailure.child("a mailbox is full") }
            return ticket.verdict(.milliseconds(20_000))
        }[...]
        var foreign = theirs.isEmpty ? [] : try other.verdicts(session)[...]
        return try places.map { isTheirs in
            guard let next = isTheirs ? foreign.popFirst() : own.popFirst() else {
                throw StageFailure.child("answered too little")
            }
            return next
        }
    }

    func finish() {
        other.finish()
        engine.stop()
        session.close()
    }
}
