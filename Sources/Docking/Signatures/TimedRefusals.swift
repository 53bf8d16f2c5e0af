import Deductions
package import MariaDB
package import Merchants
import OpenSSL
import Threading
import Values

/// What a stranger can time: requests with forged proofs, in two forms that have to be refused in the same time. For
/// measuring (`kadock bench timing`); nothing that serves uses it.
package struct TimedRefusals: Sendable {
    /// What is compared: a proof that is wrong from its first bytes on, with one that begins as the right one does.
    package enum Comparison: String, CaseIterable, Sendable {
        case hmac16 = "hmac, 16 of 32 bytes right"
        case hmac31 = "hmac, 31 of 32 bytes right"
        case md516 = "md5, 16 of 32 digits right"
        case md531 = "md5, 31 of 32 digits right"
        case key16 = "plain key, 16 of 32 digits right"
        case key31 = "plain key, 31 of 32 digits right"
        /// A wrong signature under a name that no key has, and under one that a key has.
        case unknownKey = "key known, wrong signature"

        fileprivate var rightCount: Int {
            switch self {
            case .hmac16, .md516, .key16: 16
            case .hmac31, .md531, .key31: 31
            case .unknownKey: 0
            }
        }
    }

    /// A merchant with what it proves itself with. Each try is about any of many: where a name lies in memory and which
    /// digits a secret has make differences of their own.
    package struct Shop: Sendable {
        let pid: Int64
        let secrets: MerchantSecrets
        let keyID: String
        /// Of the same form, and no key's name.
        let unknownKeyID: String

        /// `keyID`: names a key of the merchant's that has its HMAC secret.
        package init(pid: Int64, _ secrets: MerchantSecrets, keyID: String) {
            self.pid = pid
            self.secrets = secrets
            self.keyID = keyID
            unknownKeyID = KeyAlgorithm.hmacSHA256.laterKeyID(of: pid)
        }
    }

    private let verifier: RequestVerifier
    private let directory: any KeyDirectory
    private let shops: [Shop]
    private let target: String
    private let now: Int64

    /// Asks for everything once, so that the directory has it at hand as it has in a worker at work.
    package init(
        _ address: BaseAddress, _ directory: any KeyDirectory, _ shops: [Shop]
    ) throws(DatabaseFailure) {
        self.shops = shops
        verifier = RequestVerifier(address: address, directory: directory)
        self.directory = directory
        target = address.text + "/v1/balance"
        now = WallClock.now().microseconds / 1_000_000
        try remember()
    }

    /// Has the directory forget what is out of date and ask for everything anew, in any order: where a name happens to
    /// lie in memory makes a difference of its own, which is another one then.
    package func remember() throws(DatabaseFailure) {
        try directory.refresh(Self.deadline)
        for keyID in shops.flatMap({ [$0.keyID, $0.unknownKeyID] }).shuffled() {
            _ = try directory.signer(keyID: keyID, Self.deadline)
        }
        for shop in shops.shuffled() { _ = try directory.ring(of: shop.pid, Self.deadline) }
    }

    private static var deadline: Deadline { .milliseconds(10_000) }

    /// One try, made ready: what it does is to be timed, and tells whether it was let in. `second`: the form whose
    /// beginning is right, or whose key is known. What the other form has instead is as right, for another shop.
    package func attempt(_ comparison: Comparison, second: Bool) -> () -> Bool {
        let count = comparison.rightCount
        let place = Int.random(in: shops.indices)
        let shop = shops[place]
        let other = shops[(place + Int.random(in: 1..<shops.count)) % shops.count]
        return switch comparison {
        case .hmac16, .hmac31:
            signed(
                Self.one(
                    of: { request(shop.keyID, as: other, right: count) },
                    { request(shop.keyID, as: shop, right: count) }, second: second))
        case .unknownKey:
            signed(
                Self.one(
                    of: { request(shop.unknownKeyID, as: shop, right: 0) },
                    { request(shop.keyID, as: shop, right: 0) }, second: second))
        case .md516, .md531:
            proven(
                shop,
                Self.one(
                    of: { order(of: shop, as: other, right: count) },
                    { order(of: shop, as: shop, right: count) }, second: second), takesKey: false)
        case .key16, .key31:
            proven(
                shop,
                Self.one(
                    of: { query(of: shop, as: other, right: count) },
                    { query(of: shop, as: shop, right: count) }, second: second), takesKey: true)
        }
    }

    /// One of two forms. Both are made anew for each try, in an order that chance decides, so that neither is better
    /// known to the processor or the allocator; and it is taken without a branch, which would leave a trace in what the
    /// processor foresees.
    private static func one<Form>(of first: () -> Form, _ other: () -> Form, second: Bool) -> Form {
        let isTurned = Bool.random()
        let forms = isTurned ? [other(), first()] : [first(), other()]
        return forms[(second ? 1 : 0) ^ (isTurned ? 1 : 0)]
    }

    /// No two are alike, as the nonce is not: what is right of a signature is new each time, too.
    private func request(_ keyID: String, as shop: Shop, right: Int) -> Request {
        let parameters =
            #"("@method" "@target-uri");created=\#(now);keyid="\#(keyID)";nonce="\#(Self.digits())""#
        let base = "\"@method\": GET\n\"@target-uri\": \(target)\n\"@signature-params\": \(parameters)"
        let signature = Self.forged(HMAC.sha256(key: shop.secrets.hmacKey, Array(base.utf8)), right: right)
        let headers = [
            (name: "signature-input", value: "s=\(parameters)"),
            (name: "signature", value: "s=:\(Base64.encode(signature)):"),
        ]
        return Request(
            method: "GET", target: "/v1/balance", headers: Headers(headers), body: .whole([]),
            remoteAddress: "192.0.2.1", requestID: "", isInternal: false, deadline: Self.deadline)
    }

    private func signed(_ request: Request) -> () -> Bool {
        { (try? verifier.caller(of: request, contentDigest: nil, now: now, mayWait: false)) != nil }
    }

    /// nil is never seen: what is written here can be read.
    private func order(of shop: Shop, as signer: Shop, right: Int) -> EpayParameters? {
        let order = "money=1.00&name=x&out_trade_no=\(Self.digits())&pid=\(shop.pid)&type=alipay"
        let sign = Hex.encode(Digest.md5(Array((order + signer.secrets.md5Key).utf8)))
        let text = "\(order)&sign=\(Self.forged(sign, right: right))&sign_type=MD5"
        return try? EpayParameters(query: text[...], form: [])
    }

    /// Likewise.
    private func query(of shop: Shop, as owner: Shop, right: Int) -> EpayParameters? {
        let text = "act=query&pid=\(shop.pid)&key=\(Self.forged(owner.secrets.md5Key, right: right))"
        return try? EpayParameters(query: text[...], form: [])
    }

    private func proven(_ shop: Shop, _ parameters: EpayParameters?, takesKey: Bool) -> () -> Bool {
        {
            guard let parameters, let ring = try? directory.ring(of: shop.pid, Self.deadline) else { return true }
            let prover = EpayProver(ring: ring, parameters: parameters, door: .v1)
            return (try? prover.proof(takesKey: takesKey)) != nil
        }
    }

    private static func digits() -> String { Hex.encode(SecureRandom.bytes(8)) }

    /// Right for so many bytes, wrong in the next one, and anything behind it.
    private static func forged(_ right: [UInt8], right count: Int) -> [UInt8] {
        var bytes = SecureRandom.bytes(right.count)
        for index in bytes.indices where index <= count { bytes[index] = right[index] ^ (index == count ? 0x55 : 0) }
        return bytes
    }

    /// The same in hexadecimal digits.
    private static func forged(_ digits: String, right count: Int) -> String {
        let right = Array(digits.utf8)
        var bytes = Array(Hex.encode(SecureRandom.bytes(right.count / 2)).utf8)
        for index in bytes.indices where index <= count { bytes[index] = right[index] }
        bytes[count] = right[count] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
        return String(decoding: bytes, as: UTF8.self)
    }
}
