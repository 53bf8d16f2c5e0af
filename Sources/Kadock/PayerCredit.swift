import ArgumentParser
import Deductions
import JSON
import Payers
import DevStack
import JSON
import OpenSSL
import Payers
import Values

/// `kadock payer credit`
struct PayerCredit: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "credit", abstract: "Sets how far a payer's wallet may fall below zero.",
        discussion: """
            What is owed already stays owed, even if it is more: then nothing more can be taken until it is paid back. \
            Each setting is kept, with who and when.
            """)

    @Argument(help: "The payer's id.")
    var payer: String

    @Argument(help: "Minor units: 100 is 1.00 CNY; 0 takes the credit away.")
    var amount: Int64

    @Option(help: "The currency, a code of ISO 4217.")
    var currency = Currency.cny

    @Option(help: "Who answers for it.")
    var by: String

    @Option(help: "A name for this setting: given again, it does not set anything again.")
    var key: String?

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        guard (0...Money.largestMinor).contains(amount) else {
            throw ValidationError("the amount is a whole number from 0 to \(Money.largestMinor)")
        }
        guard (1...64).contains(by.utf8.count) else { throw ValidationError("--by must have 1 to 64 bytes.") }
        guard key.map({ (1...255).contains($0.utf8.count) }) ?? true else {
            throw ValidationError("--key has 1 to 255 bytes")
        }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let payer = try desk.payer(payer)
            let claim = key.map { key in
                let content = "credit \(payer.id.number) \(currency.number) \(amount)"
                return Claim(
                    merchant: .system, kind: .post, key: Array(key.utf8), digest: Digest.sha256(Array(content.utf8)))
            }
            let outcome = try desk.carryOut(
                CreditOrder(payer: payer.id, limit: Money(amount, currency), setBy: by, claim: claim))
            guard case .credit(let line) = outcome else { throw .refused("this key stands for something else") }
            guard place.json else {
                return print("\(line.limit) \(currency.code) (minor units) of credit for \(payer.id.text)")
            }
            Report.object { writer in
                writer.field("id", line.id.text)
                writer.field("payer", payer.id.text)
                writer.field("credit_limit", line.limit)
                writer.field("currency", currency.code)
                writer.field("set_by", line.setBy)
                writer.field("created_at", line.createdAt.rfc3339)
            }
        }
    }
}
