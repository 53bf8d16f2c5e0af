import ArgumentParser
import DevStack
import Merchants

/// `kadock merchant key add`
struct MerchantKeyAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Gives a merchant one more key; the others stay good.",
        discussion: """
            hmac and md5: draws the key and prints it. ed25519 and rsa: takes the public key that the merchant made, \
            so that its private key never leaves it.
            """)

    @Argument(help: "The merchant's id or pid.")
    var merchant: String

    @Option(help: "What the key is for.")
    var kind: KeyKindArgument

    @Option(help: "ed25519 and rsa: the file with the public key, SPKI as PEM or base 64.")
    var publicKey: String?

    @Option(help: "Who answers for it; kept with the change.")
    var by = "operator"

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        let isPair = kind == .ed25519 || kind == .rsa
        guard isPair == (publicKey != nil) else {
            throw ValidationError("--public-key is for ed25519 and rsa, and needed there")
        }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let order = KeyOrder(
                merchant: try desk.merchant(merchant), algorithm: kind.algorithm,
                publicKey: try publicKey.map { path throws(StackFailure) in try KeyFile.readPublic(path, kind) },
                windowSeconds: nil, operatorName: by)
            KeyReport(try desk.issue(order)).print(json: place.json)
        }
    }
}
