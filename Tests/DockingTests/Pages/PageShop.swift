import Deductions
import JSON
import Ledger
import MariaDB
import Merchants
import Payers
import Threading
import Values

@testable import Docking

/// A shop whose orders wait at the cashier, and payers for it.
struct PageShop {
    let counter: RealCounter
    let merchant: Merchant
    let signer: RequestSigner
    static let pin = "385047"

    init(_ counter: RealCounter) throws {
        self.counter = counter
        (merchant, signer) = try counter.merchant()
    }

    /// An epay order; the path of its page.
    func order(_ changes: [(name: String, value: String?)] = []) throws -> String {
        let shop = EpayShop(key: EpayShop.key(of: merchant))
        let fields = EpayShop.order(
            [(name: "pid", value: String(merchant.pid)), (name: "out_trade_no", value: "T\(counter.next())")] + changes)
        let response = counter.epay("GET", "/submit.php", shop.signed(fields))
        guard let place = response.header("location") else {
            throw SignatureFailure.invalid(String(decoding: response.body, as: UTF8.self))
        }
        return String(place.dropFirst(RequestSigner.base.utf8.count))
    }

    /// A payment of the v1 API; the path of its page.
    func payment(payer: Identifier? = nil, subject: String = "g", returnURL: String? = nil) throws -> String {
        let more =
            (payer.map { #","payer":"\#($0.text)""# } ?? "") + (returnURL.map { #","return_url":"\#($0)""# } ?? "")
        let made = try counter.call(
            signer, "POST", "/v1/payments",
            #"{"out_trade_no":"V-\#(counter.next())","amount":100,"currency":"CNY","subject":"\#(subject)"\#(more)}"#)
        guard case .string(let url)? = made.json?["next_action"]?["url"] else {
            throw SignatureFailure.invalid(String(decoding: made.body, as: UTF8.self))
        }
        return String(url.dropFirst(RequestSigner.base.utf8.count))
    }

    /// Agrees with the shop on something else than the usual.
    func agree(_ change: (inout MerchantSettings) -> Void) throws {
        var settings = MerchantSettings()
        change(&settings)
        let session = try Session(counter.address)
        defer { session.close() }
        _ = try MerchantStore.setSettings(settings, of: merchant.id, session)
    }

    /// A payer of the platform, or of this shop, with so many fen.
    func payer(ofShop: Bool = false, fen: Int64) throws -> Payer {
        let order = PayerOrder(
            owner: ofShop ? merchant.id : nil, login: "payer-\(counter.next())", pin: try PIN(digits: Self.pin),
            currency: .cny, claim: nil, nonce: nil)
        guard case .answered(.payer(let view), _) = counter.submit(order) else {
            throw SignatureFailure.invalid("no payer")
        }
        if fen > 0 { try bring(fen, to: view.payer) }
        return view.payer
    }

    func bring(_ fen: Int64, to payer: Payer) throws {
        guard case .answered = counter.submit(OperatorTopup(target: AccountKey(payer.id, .wallet, .cny), amount: fen))
        else { throw SignatureFailure.invalid("no money") }
    }

    func balance(of payer: Payer) throws -> Int64? {
        let session = try Session(counter.address)
        defer { session.close() }
        return try WalletStore.wallets(of: payer.id, session).first?.balance
    }
}
