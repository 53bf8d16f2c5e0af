import Deductions
import Ledger
import MariaDB
import Merchants
import OpenSSL
import Payers
import Threading
import Values

/// Makes demo merchants and payers and gives them money, by the same commands as an operator would.
struct DemoMaker {
    private static let merchantCount = 2
    private static let payersOfEach = 10
    /// Minor units.
    private static let merchantFunds: Int64 = 1_000_000_000
    private static let payerFunds: Int64 = 10_000_000
    private static let currency = Currency.cny

    private let directory: RunDirectory
    private let keys: StackKeys
    private let address: DatabaseAddress
    private let engine: Engine
    private var mint = IdentifierMint(lane: 0)

    /// Enters the database as an operator.
    static func make(
        _ directory: RunDirectory, _ keys: StackKeys, _ address: DatabaseAddress
    ) throws(StackFailure) -> Demo {
        var settings = EngineSettings()
        settings.name = "demo"
        settings.lanes = 1
        let engine = Engine(settings, address: address)
        defer { engine.stop() }
        var maker = DemoMaker(directory: directory, keys: keys, address: address, engine: engine)
        return try maker.make()
    }

    private init(directory: RunDirectory, keys: StackKeys, address: DatabaseAddress, engine: Engine) {
        self.directory = directory
        self.keys = keys
        self.address = address
        self.engine = engine
    }

    private mutating func make() throws(StackFailure) -> Demo {
        var demo = Demo()
        do {
            let session = try Session(address)
            defer { session.close() }
            for number in 1...Self.merchantCount {
                let (id, merchant) = try makeMerchant(number, session)
                demo.merchants.append(merchant)
                try fund(AccountKey(id, .available, Self.currency), Self.merchantFunds)
                demo.payers += try makePayers(of: id, prefix: "m\(number)")
            }
            demo.payers += try makePayers(of: nil, prefix: "platform")
        } catch let failure as StackFailure {
            throw failure
        } catch {
            throw .refused("the demo cannot be made: \(error)")
        }
        return demo
    }

    private mutating func makeMerchant(_ number: Int, _ session: Session) throws -> (Identifier, DemoMerchant) {
        let now = WallClock.now()
        let secrets = try MerchantSecrets.draw()
        let merchant = try MerchantEnrolment.run(
            mint.next(at: now), name: "Demo shop \(number)", secrets: secrets, by: "demo", keys.vault, at: now,
            session)
        let pid = merchant.pid
        let made = DemoMerchant(
            id: merchant.id.text, pid: pid, md5Key: secrets.md5Key,
            hmacKeyID: KeyAlgorithm.hmacSHA256.firstKeyID(of: pid), hmacKey: Base64.encode(secrets.hmacKey),
            ed25519KeyID: KeyAlgorithm.ed25519.firstKeyID(of: pid),
            ed25519PrivateKeyFile: directory.key("merchant-\(pid)-ed25519.pem"),
            rsaKeyID: KeyAlgorithm.rsaV15SHA256.firstKeyID(of: pid),
            rsaPrivateKeyFile: directory.key("merchant-\(pid)-rsa.pem"),
            platformRSAPublicKeyFile: keys.rsaPublicFile)
        try Files.write(secrets.ed25519.pem(), to: made.ed25519PrivateKeyFile)
        try Files.write(secrets.rsa.pem(), to: made.rsaPrivateKeyFile)
        return (merchant.id, made)
    }

    private func makePayers(of merchant: Identifier?, prefix: String) throws -> [DemoPayer] {
        var made: [DemoPayer] = []
        for number in 1...Self.payersOfEach {
            let digits = SecureRandom.bytes(6).map { String($0 % 10) }.joined()
            let login = "\(prefix)-payer-\(number)"
            let order = PayerOrder(
                owner: merchant, login: login, pin: try PIN(digits: digits), currency: Self.currency, claim: nil,
                nonce: nil)
            guard case .payer(let view) = try run(order) else {
                throw StackFailure.refused("payer \(login) was refused")
            }
            try fund(AccountKey(view.payer.id, .wallet, Self.currency), Self.payerFunds)
            made.append(
                DemoPayer(
                    id: view.payer.id.text, login: login, pin: digits, merchant: merchant?.text,
                    currency: Self.currency.code, balance: Self.payerFunds))
        }
        return made
    }

    private func fund(_ account: AccountKey, _ amount: Int64) throws(StackFailure) {
        guard case .topup = try run(OperatorTopup(target: account, amount: amount)) else {
            throw .refused("a top-up was refused")
        }
    }

    private func run(_ command: any Command) throws(StackFailure) -> Outcome {
        guard case .answered(let outcome, _) = engine.submit(command, .milliseconds(10_000)) else {
            throw .refused("the engine gave no answer")
        }
        return outcome
    }
}
