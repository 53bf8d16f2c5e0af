import ArgumentParser
import Deductions
import DevStack
import JSON
import MariaDB
import Merchants
import Policies
import Settlement
import Values

/// `kadock differences approve`
struct DifferencesApprove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Does what another operator proposed about a difference.",
        discussion: "Where it was interrupted, approving again finishes it; money moves once.")

    @Argument(help: "The difference's number.")
    var id: Int64

    @Option(help: "Who answers for it: another one than who proposed it.")
    var by: String

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        guard (1...64).contains(by.utf8.count) else { throw ValidationError("--by must have 1 to 64 bytes.") }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let approved = try desk.change(id) { old throws(DifferenceRefusal) in try old.approved(by: by) }
            CrashPoint.differenceApproved.pass()
            var refusal: Refusal?
            let merchant = try merchant(of: approved, desk)
            let caps = try merchant.flatMap { merchant throws(StackFailure) in try self.caps(of: merchant, desk) }
            if let command = approved.command(merchant: merchant?.id, caps: caps) {
                if case .refused(let reason) = try desk.decide(command) { refusal = reason }
                CrashPoint.differenceMoved.pass()
            }
            // Two who finish the same one come to the same.
            let ended = try desk.change(id) { old throws(DifferenceRefusal) in
                old.state == .resolved ? old : refusal == nil ? old.finished : old.reopened
            }
            if let refusal { throw .refused("refused: \(refusal.rawValue); it is open again") }
            guard place.json else { return ended.report() }
            Report.object { ended.write(into: &$0) }
        }
    }

    private func merchant(of difference: Difference, _ desk: OperatorDesk) throws(StackFailure) -> Merchant? {
        guard let payment = difference.payment else { return nil }
        return try desk.read { session throws(DatabaseFailure) in
            guard let found = try PaymentStore.payments([payment], session).first else { return nil }
            return try MerchantStore.merchant(found.terms.merchant, session)
        }
    }

    private func caps(of merchant: Merchant, _ desk: OperatorDesk) throws(StackFailure) -> DayCaps? {
        let policies = try desk.read { session throws(DatabaseFailure) in
            try PolicyStore.schedule(of: merchant.id, session)
        }
        return DayCaps(of: merchant, by: policies.version(at: WallClock.now()))
    }
}
