import ArgumentParser
import Deductions
import DevStack
import JSON
import MariaDB
import Merchants
import OpenSSL
import Values

/// `kadock merchant create`
struct MerchantCreate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Takes a merchant in and draws its keys.",
        discussion: """
            Prints the shared keys and writes the private ones to files: hand them over, they cannot be read back \
            from the database.
            """)

    @Argument(help: "What the merchant is called; 1 to 128 characters.")
    var name: String

    @Option(help: "Where the private keys are written; default: DIRECTORY/keys, or here with --config.")
    var keys: String?

    @Option(help: "Who answers for it; kept with the change.")
    var by = "operator"

    @OptionGroup var settings: SettingsOptions

    @OptionGroup var place: OperatorPlace

    func validate() throws {
        guard (1...128).contains(name.unicodeScalars.count) else {
            throw ValidationError("a name has 1 to 128 characters")
        }
    }

    func run() throws {
        try place.run { desk throws(StackFailure) in
            var mint = IdentifierMint(lane: 0)
            let now = WallClock.now()
            let id = mint.next(at: now)
            let secrets = try draw()
            let vault = try desk.vault()
            let folder = place.keyFolder(keys)
            let files = (
                ed25519: "\(folder)/merchant-\(id.text)-ed25519.pem", rsa: "\(folder)/merchant-\(id.text)-rsa.pem"
            )
            // First the files: a merchant whose keys nobody has would be of no use.
            try KeyFile.write(secrets.ed25519, to: files.ed25519)
            do throws(StackFailure) {
                try KeyFile.write(secrets.rsa, to: files.rsa)
                let merchant = try desk.read { session throws(DatabaseFailure) in
                    try MerchantEnrolment.run(
                        id, name: name, secrets: secrets, settings: settings.applied(to: MerchantSettings()), by: by,
                        vault, at: now, session)
                }
                report(merchant, secrets, files)
            } catch {
                KeyFile.remove(files.ed25519)
                KeyFile.remove(files.rsa)
                throw error
            }
        }
    }

    private func draw() throws(StackFailure) -> MerchantSecrets {
        do throws(OpenSSLFailure) {
            return try MerchantSecrets.draw()
        } catch {
            throw .refused("keys cannot be drawn: \(error)")
        }
    }

    private func report(_ merchant: Merchant, _ secrets: MerchantSecrets, _ files: (ed25519: String, rsa: String)) {
        let names = { (algorithm: KeyAlgorithm) in algorithm.firstKeyID(of: merchant.pid) }
        guard !place.json else {
            Report.object { writer in
                writer.field("id", merchant.id.text)
                writer.field("pid", merchant.pid)
                writer.field("name", merchant.name)
                writer.field("md5_key", secrets.md5Key)
                writer.field("hmac_key_id", names(.hmacSHA256))
                writer.field("hmac_key", Base64.encode(secrets.hmacKey))
                writer.field("ed25519_key_id", names(.ed25519))
                writer.field("ed25519_private_key_file", files.ed25519)
                writer.field("rsa_key_id", names(.rsaV15SHA256))
                writer.field("rsa_private_key_file", files.rsa)
            }
            return
        }
        Report.table([
            "merchant": merchant.id.text, "pid": String(merchant.pid), "MD5 key": secrets.md5Key,
            names(.hmacSHA256): Base64.encode(secrets.hmacKey), names(.ed25519): files.ed25519,
            names(.rsaV15SHA256): files.rsa,
        ])
    }
}
