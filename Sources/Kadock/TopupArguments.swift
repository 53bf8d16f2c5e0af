import ArgumentParser
import DevStack
import JSON
import Ledger
import OpenSSL
import Deductions
import Values

/// The arguments of commands that bring money in.
struct TopupArguments: ParsableArguments {
    @Argument(help: "Minor units: 100 is 1.00 CNY.")
    var amount: Int64

    @Option(help: "The currency, a code of ISO 4217.")
    var currency = Currency.cny

    @Option(help: "A name for this top-up: given again, it does not move money again.")
    var key: String?

    func validate() throws {
        guard (1...Money.largestMinor).contains(amount) else {
            throw ValidationError("the amount is a whole number from 1 to \(Money.largestMinor)")
        }
        guard key.map({ (1...255).contains($0.utf8.count) }) ?? true else {
            throw ValidationError("--key has 1 to 255 bytes")
        }
    }

    /// Brings the money in.
    func carryOut(into owner: Identifier, _ kind: AccountKind, at desk: OperatorDesk) throws(StackFailure) -> Topup {
        let target = AccountKey(owner, kind, currency)
        let claim = key.map { key in
            let content = "topup \(owner.number) \(kind.rawValue) \(currency.number) \(amount)"
            return Claim(
                merchant: .system, kind: .post, key: Array(key.utf8), digest: Digest.sha256(Array(content.utf8)))
        }
        let outcome = try desk.carryOut(OperatorTopup(target: target, amount: amount, claim: claim))
        guard case .topup(let topup) = outcome else { throw .refused("this key stands for something else") }
        return topup
    }

    /// Tells of a top-up; `owner` is the word for whose account it went to.
    func report(_ topup: Topup, of owner: StaticString, json: Bool) {
        guard json else {
            print("\(topup.amount) \(topup.target.currency.code) (minor units) for \(topup.target.owner.text)")
            return
        }
        Report.object { writer in
            writer.field("id", topup.id.text)
            writer.field(owner, topup.target.owner.text)
            writer.field("amount", topup.amount)
            writer.field("currency", topup.target.currency.code)
            writer.field("created_at", topup.createdAt.rfc3339)
        }
    }
}
