import Merchants
import ArgumentParser
import Deductions
import DevStack
import JSON
import OpenSSL
import Payers
import Values

/// `kadock payer create`
struct PayerCreate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Makes a payer with an empty wallet.",
        discussion: "Draws a PIN and prints it, unless one is given on the standard input.")

    @Argument(help: "What the payer calls itself; 1 to 64 bytes.")
    var login: String

    @Option(help: "The id or pid of the merchant whose customer it is; default: a payer of the platform.")
    var merchant: String?

    @Option(help: "The currency of its wallet, a code of ISO 4217.")
    var currency = Currency.cny

    @Flag(help: "Reads the PIN, six digits, from the standard input: an argument could be seen by others.")
    var pinFromInput = false

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        let isClean = login.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard (1...64).contains(login.utf8.count), isClean else {
            throw ValidationError("a login has 1 to 64 bytes and no control characters")
        }
    }

    func run() throws {
        let digits = pinFromInput ? readLine() ?? "" : Self.drawDigits()
        guard PIN.isWellFormed(digits) else {
            throw ValidationError("a PIN is six digits")
        }
        try place.run { desk throws(StackFailure) in
            var owner: Identifier?
            if let merchant { owner = try desk.merchant(merchant).id }
            let pin: PIN
            do throws(OpenSSLFailure) {
                pin = try PIN(digits: digits)
            } catch {
                throw .refused("the PIN cannot be hashed: \(error)")
            }
            let outcome = try desk.carryOut(
                PayerOrder(owner: owner, login: login, pin: pin, currency: currency, claim: nil, nonce: nil))
            guard case .payer(let view) = outcome else { throw .refused("the payer was not made") }
            report(view, pin: pinFromInput ? nil : digits)
        }
    }

    private func report(_ view: PayerView, pin: String?) {
        if place.json {
            Report.object { writer in
                view.write(into: &writer)
                if let pin { writer.field("pin", pin) }
            }
        } else {
            view.report()
            if let pin { print("PIN \(pin)") }
        }
    }

    /// Six digits, each as likely as the others.
    private static func drawDigits() -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<6).map { _ in String(UInt8.random(in: 0...9, using: &generator)) }.joined()
    }
}
