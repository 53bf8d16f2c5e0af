import ArgumentParser
import DevStack
import Merchants
import OpenSSL
import Values

/// `kadock merchant rotate-key`
struct MerchantRotateKey: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-key", abstract: "Gives a merchant a new key in the place of those of its kind.",
        discussion: """
            The old ones stay good for the window, so that the merchant can change over without a refused request; \
            with --window 0 they end at once. hmac and md5: draws the key and prints it. ed25519 and rsa: takes the \
            public key that the merchant made, or draws a pair and writes its private half to a file.
            """)

    @Argument(help: "The merchant's id or pid.")
    var merchant: String

    @Option(help: "What the key is for.")
    var kind: KeyKindArgument

    @Option(help: "ed25519 and rsa: the file with the public key, SPKI as PEM or base 64.")
    var publicKey: String?

    @Option(help: "Seconds that the old keys stay good.")
    var window: Int64 = 86_400

    @Option(help: "Where a private key is written; default: DIRECTORY/keys, or here with --config.")
    var keys: String?

    @Option(help: "Who answers for it; kept with the change.")
    var by = "operator"

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        guard publicKey == nil || !kind.algorithm.isShared else {
            throw ValidationError("--public-key is for ed25519 and rsa.")
        }
        guard (0...KeyOrder.longestWindowSeconds).contains(window) else {
            throw ValidationError("--window must be 0 to \(KeyOrder.longestWindowSeconds) seconds.")
        }
        guard (1...64).contains(by.utf8.count) else { throw ValidationError("--by must have 1 to 64 bytes.") }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let owner = try desk.merchant(merchant)
            let pair = try drawnPair()
            let publicKey = try publicKey.map { path throws(StackFailure) in try KeyFile.readPublic(path, kind) }
            let order = KeyOrder(
                merchant: owner, algorithm: kind.algorithm, publicKey: publicKey ?? pair?.publicKey,
                windowSeconds: window, operatorName: by)
            let file = pair.map { _ in "\(place.keyFolder(keys))/merchant-\(owner.id.text)-\(order.keyID).pem" }
            // First the file: a key that nobody has would be of no use.
            if let pair, let file { try KeyFile.write(pair, to: file) }
            do throws(StackFailure) {
                KeyReport(try desk.issue(order), privateKeyFile: file).print(json: place.json)
            } catch {
                if let file { KeyFile.remove(file) }
                throw error
            }
        }
    }

    /// nil: the merchant brings its own, or the key is no pair.
    private func drawnPair() throws(StackFailure) -> PrivateKey? {
        guard publicKey == nil, let pairKind = kind.algorithm.pairKind else { return nil }
        do throws(OpenSSLFailure) {
            return pairKind == .rsa ? try PrivateKey.generateRSA() : try PrivateKey.generateEd25519()
        } catch {
            throw .refused("keys cannot be drawn: \(error)")
        }
    }
}
