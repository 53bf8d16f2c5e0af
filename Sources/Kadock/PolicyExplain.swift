import ArgumentParser
import Deductions
import DevStack
import JSON
import MariaDB
import Merchants
import Policies
import Values

/// `kadock policy explain`
struct PolicyExplain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "What a merchant's policy makes of a payment: which rule decides, and why.",
        discussion: "Of a payment that was made (--payment), or of one that might be (--amount).")

    @Argument(help: "The merchant's id or pid.")
    var merchant: String

    @Option(help: "The payment's id.")
    var payment: String?

    @Option(help: "Minor units.")
    var amount: Int64?

    @Option(help: "Its currency.")
    var currency = Currency.cny

    @Option(help: "Its scenario.")
    var scenario: String?

    @Option(help: "The mode that the caller asks for.")
    var mode: Mode?

    @Option(help: "When, as 2026-11-23T00:00:00Z; default: now.")
    var at: Timestamp?

    @OptionGroup var place: OperatorPlace

    /// What is to be explained.
    private struct Subject {
        let money: Money
        let scenario: String?
        let mode: Mode?
        let at: Timestamp
    }

    func validate() throws {
        guard (payment == nil) != (amount == nil) else {
            throw ValidationError("Either --payment or --amount is needed.")
        }
        guard (1...Money.largestMinor).contains(amount ?? 1) else {
            throw ValidationError("--amount must be from 1 to \(Money.largestMinor).")
        }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let merchant = try desk.merchant(merchant).id
            let subject = try subject(of: merchant, desk)
            let schedule = try desk.read { session throws(DatabaseFailure) in
                try PolicyStore.schedule(of: merchant, session)
            }
            let version = schedule.version(at: subject.at)
            version.explain(subject.money, scenario: subject.scenario, asked: subject.mode, at: subject.at)
                .report(of: version, json: place.json)
        }
    }

    private func subject(of merchant: Identifier, _ desk: OperatorDesk) throws(StackFailure) -> Subject {
        if let amount {
            return Subject(
                money: Money(amount, currency), scenario: scenario, mode: mode, at: at ?? WallClock.now())
        }
        let found = try desk.read { session throws(DatabaseFailure) -> Payment? in
            guard let id = payment.flatMap(Identifier.init(text:)) else { return nil }
            return try PaymentStore.payments([id], session).first
        }
        guard let terms = found?.terms, terms.merchant == merchant else {
            throw .refused("the merchant has no payment \(payment ?? "")")
        }
        return Subject(
            money: terms.money, scenario: terms.scenario, mode: terms.requestedMode.flatMap(Mode.init(rawValue:)),
            at: at ?? terms.createdAt)
    }
}

extension Mode: ExpressibleByArgument {}
