import Threading
import Deductions
import DevStack
import Events
import Ledger
import MariaDB
import Merchants
import OpenSSL
import Payers
import Values

/// An operator at work: a session for reading and for what is no money, an engine for all that is.
final class OperatorDesk {
    private let address: DatabaseAddress
    private let configuration: String
    let session: Session

    /// - Throws: `StackFailure.database` when the database does not let the operator in.
    init(_ address: DatabaseAddress, configuration: String) throws(StackFailure) {
        self.address = address
        self.configuration = configuration
        session = try Self.told { () throws(DatabaseFailure) in try Session(address) }
    }

    /// What seals merchants' secrets, for the commands that have to do with them.
    func vault() throws(StackFailure) -> KeyVault { try SecretsSettings.vault(file: configuration) }

    func close() { session.close() }

    /// Reads, in the words of an operator's failure.
    func read<Result>(_ body: (Session) throws(DatabaseFailure) -> Result) throws(StackFailure) -> Result {
        try Self.told { () throws(DatabaseFailure) in try body(session) }
    }

    /// Reads what may rightly take minutes, in a session of its own.
    func readPatiently<Result>(
        _ body: (Session) throws(DatabaseFailure) -> Result
    ) throws(StackFailure) -> Result {
        try Self.told { () throws(DatabaseFailure) in
            let session = try Session(address, timeouts: .patient)
            defer { session.close() }
            try session.execute("SET SESSION max_statement_time = 0")
            return try body(session)
        }
    }

    /// Changes what is no money, in one transaction.
    func change<Result>(_ body: (Session) throws(DatabaseFailure) -> Result) throws(StackFailure) -> Result {
        try Self.told { () throws(DatabaseFailure) in
            try session.transaction { () throws(DatabaseFailure) in try body(session) }
        }
    }

    /// Has a command decided and waits for what came of it. A refusal is a failure here: nothing happened.
    func carryOut(_ command: any Command) throws(StackFailure) -> Outcome {
        let outcome = try decide(command)
        if case .refused(let refusal) = outcome { throw .refused("refused: \(refusal.rawValue)") }
        return outcome
    }

    /// Has a command decided and waits for what came of it, be it a refusal.
    func decide(_ command: any Command) throws(StackFailure) -> Outcome {
        var settings = EngineSettings()
        settings.name = "operator"
        settings.lanes = 1
        let engine = Engine(settings, address: address)
        defer { engine.stop() }
        switch engine.submit(command, .milliseconds(10_000)) {
        case .answered(let outcome, _): return outcome
        case .overloaded, .overQuota, .unavailable, .stale:
            throw .refused("the database gave no answer; certainly nothing happened")
        case .unresolved:
            throw .refused("the database gave no answer in time; only a look at the books can tell what happened")
        }
    }

    /// The merchant with this id or pid.
    func merchant(_ name: String) throws(StackFailure) -> Merchant {
        let found = try read { session throws(DatabaseFailure) -> Merchant? in
            if let id = Identifier(text: name) { return try MerchantStore.merchant(id, session) }
            return try Int64(name).flatMap { pid throws(DatabaseFailure) in
                try MerchantStore.merchant(pid: pid, session)
            }
        }
        guard let found else { throw .refused("there is no merchant \(name)") }
        return found
    }

    /// The payer with this id.
    func payer(_ name: String) throws(StackFailure) -> Payer {
        let found = try read { session throws(DatabaseFailure) -> Payer? in
            guard let id = Identifier(text: name) else { return nil }
            return try PayerStore.payers([id], session).first
        }
        guard let found else { throw .refused("there is no payer \(name)") }
        return found
    }

    /// The delivery of the event with this id.
    func delivery(_ name: String) throws(StackFailure) -> Delivery {
        let found = try read { session throws(DatabaseFailure) -> Delivery? in
            guard let id = Identifier(text: name) else { return nil }
            return try DeliveryStore.delivery(of: id, session)
        }
        guard let found else { throw .refused("there is no event \(name) that anybody is told of") }
        return found
    }

    private static func told<Result>(
        _ body: () throws(DatabaseFailure) -> Result
    ) throws(StackFailure) -> Result {
        do throws(DatabaseFailure) {
            return try body()
        } catch {
            throw .database(error.message)
        }
    }
}
