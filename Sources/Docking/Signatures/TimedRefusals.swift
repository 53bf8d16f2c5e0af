import Deductions
package import MariaDB
package import Merchants
import OpenSSL
import Threading
import Values

/// What a stranger can time: requests with forged proofs, in two forms that have to be refused in the same time. For
/// measuring (`kadock bench timing`); nothing that serves uses it.
package struct TimedRefusals: Sendable {
    /// What is compared: a proof that is wrong from its first byte on, with one that begins as the right one does.
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

    private static let order = "money=1.00&name=x&out_trade_no=T1&pid=1001&type=alipay"

    private let verifier: RequestVerifier
    private let directory: any KeyDirectory
    private let merchant: Merchant
    private let secrets: MerchantSecrets
    /// Names of keys that there are, and as many of the same form that no key has: where one of them lies in memory
    /// makes a difference of its own.
    private let knownKeyIDs: [String]
    private let unknownKeyIDs: [String]
    private let target: String
    private let now: Int64

    /// Asks for everything once, so that the directory has it at hand as it has in a worker at work. `knownKeyIDs`:
    /// keys of the merchant's, all with its first HMAC secret.
    package init(
        _ address: BaseAddress, _ directory: any KeyDirectory, _ merchant: Merchant, _ secrets: MerchantSecrets,
        knownKeyIDs: [String]
    ) throws(DatabaseFailure) {
        self.knownKeyIDs = knownKeyIDs
        unknownKeyIDs = knownKeyIDs.map { _ in KeyAlgorithm.hmacSHA256.laterKeyID(of: merchant.pid) }
        verifier = RequestVerifier(address: address, directory: directory)
        self.directory = directory
        self.merchant = merchant
        self.secrets = secrets
        target = address.text + "/v1/balance"
        now = WallClock.now().microseconds / 1_000_000
        try remember()
    }

    /// Has the directory forget what is out of date and ask for everything anew, in any order: where a name happens to
    /// lie in memory makes a difference of its own, which is another one then.
    package func remember() throws(DatabaseFailure) {
        try directory.refresh(Self.deadline)
        for keyID in (knownKeyIDs + unknownKeyIDs).shuffled() { _ = try directory.signer(keyID: keyID, Self.deadline) }
        _ = try directory.ring(of: merchant.pid, Self.deadline)
    }

    private static var deadline: Deadline { .milliseconds(10_000) }

    /// One try, made ready: what it does is to be timed, and tells whether it was let in. `second`: the form whose
    /// beginning is right.
    package func attempt(_ comparison: Comparison, second: Bool) -> () -> Bool {
        let right = comparison.rightCount
        let place = Int.random(in: knownKeyIDs.indices)
        let (known, unknown) = (knownKeyIDs[place], unknownKeyIDs[place])
        return switch comparison {
        case .hmac16, .hmac31:
            signed(Self.one(of: { request(known, right: 0) }, { request(known, right: right) }, second: second))
        case .unknownKey:
            signed(Self.one(of: { request(unknown, right: 0) }, { request(known, right: 0) }, second: second))
        case .md516, .md531:
            proven(
                Self.one(of: { signedOrder(right: 0) }, { signedOrder(right: right) }, second: second), takesKey: false)
        case .key16, .key31:
            proven(Self.one(of: { query(right: 0) }, { query(right: right) }, second: second), takesKey: true)
        }
    }

    /// One of two forms. Both are made anew for each try, in an order that chance decides, so that neither is better
    /// known to the processor or the allocator.
    private static func one<Form>(of first: () -> Form, _ other: () -> Form, second: Bool) -> Form {
        if Bool.random() {
            let forms = (first(), other())
            return second ? forms.1 : forms.0
        }
        let forms = (other(), first())
        return second ? forms.0 : forms.1
    }

    private func request(_ keyID: String, right: Int) -> Request {
        let parameters = #"("@method" "@target-uri");created=\#(now);keyid="\#(keyID)""#
        let base = "\"@method\": GET\n\"@target-uri\": \(target)\n\"@signature-params\": \(parameters)"
        let signature = Self.forged(HMAC.sha256(key: secrets.hmacKey, Array(base.utf8)), right: right)
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
    private func signedOrder(right: Int) -> EpayParameters? {
        let sign = Hex.encode(Digest.md5(Array((Self.order + secrets.md5Key).utf8)))
        let text = "\(Self.order)&sign=\(Self.forged(sign, right: right))&sign_type=MD5"
        return try? EpayParameters(query: text[...], form: [])
    }

    /// Likewise.
    private func query(right: Int) -> EpayParameters? {
        let text = "act=query&pid=\(merchant.pid)&key=\(Self.forged(secrets.md5Key, right: right))"
        return try? EpayParameters(query: text[...], form: [])
    }

    private func proven(_ parameters: EpayParameters?, takesKey: Bool) -> () -> Bool {
        {
            guard let parameters, let ring = try? directory.ring(of: merchant.pid, Self.deadline) else { return true }
            let prover = EpayProver(ring: ring, parameters: parameters, door: .v1)
            return (try? prover.proof(takesKey: takesKey)) != nil
        }
    }

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
