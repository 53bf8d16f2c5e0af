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
    private let target: String
    private let now: Int64

    /// Asks for everything once, so that the directory has it at hand as it has in a worker at work.
    package init(
        _ address: BaseAddress, _ directory: any KeyDirectory, _ merchant: Merchant, _ secrets: MerchantSecrets
    ) throws(DatabaseFailure) {
        verifier = RequestVerifier(address: address, directory: directory)
        self.directory = directory
        self.merchant = merchant
        self.secrets = secrets
        target = address.text + "/v1/balance"
        now = WallClock.now().microseconds / 1_000_000
        for keyID in [knownKeyID, unknownKeyID] { _ = try directory.signer(keyID: keyID, Self.deadline) }
        _ = try directory.ring(of: merchant.pid, Self.deadline)
    }

    private static var deadline: Deadline { .milliseconds(10_000) }
    private var knownKeyID: String { KeyAlgorithm.hmacSHA256.firstKeyID(of: merchant.pid) }
    /// As long as the other one.
    private var unknownKeyID: String { String(repeating: "9", count: String(merchant.pid).count) + "-hmac" }

    /// One try, made ready: what it does is to be timed, and tells whether it was let in. Both forms are made anew for
    /// each try, in the same way, and then one of them is taken, so that neither is better known to the processor or
    /// the allocator. `second`: the form whose beginning is right.
    package func attempt(_ comparison: Comparison, second: Bool) -> () -> Bool {
        let right = [0, comparison.rightCount]
        switch comparison {
        case .hmac16, .hmac31: return signed(right.map { request(knownKeyID, right: $0) }[second ? 1 : 0])
        case .unknownKey: return signed([unknownKeyID, knownKeyID].map { request($0, right: 0) }[second ? 1 : 0])
        case .md516, .md531: return proven(right.map(signedOrder)[second ? 1 : 0], takesKey: false)
        case .key16, .key31: return proven(right.map(query)[second ? 1 : 0], takesKey: true)
        }
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
