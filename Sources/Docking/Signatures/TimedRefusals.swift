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

    /// One try, made ready: what it does is to be timed, and tells whether it was let in. All that it reads is made
    /// anew for each try, so that neither form is better known to the processor. `second`: the form whose beginning
    /// is right.
    package func attempt(_ comparison: Comparison, second: Bool) -> () -> Bool {
        let right = second ? comparison.rightCount : 0
        switch comparison {
        case .hmac16, .hmac31: return signed(knownKeyID, right: right)
        case .unknownKey: return signed(second ? knownKeyID : unknownKeyID, right: 0)
        case .md516, .md531: return ordered(right: right)
        case .key16, .key31: return shown(right: right)
        }
    }

    private func signed(_ keyID: String, right: Int) -> () -> Bool {
        let parameters = #"("@method" "@target-uri");created=\#(now);keyid="\#(keyID)""#
        let base = "\"@method\": GET\n\"@target-uri\": \(target)\n\"@signature-params\": \(parameters)"
        let signature = Self.forged(HMAC.sha256(key: secrets.hmacKey, Array(base.utf8)), right: right)
        let request = Request(
            method: "GET", target: "/v1/balance",
            headers: Headers([("signature-input", "s=\(parameters)"), ("signature", "s=:\(Base64.encode(signature)):")]
            ),
            body: .whole([]), remoteAddress: "192.0.2.1", requestID: "", isInternal: false, deadline: Self.deadline)
        return { (try? verifier.caller(of: request, contentDigest: nil, now: now, mayWait: false)) != nil }
    }

    private func ordered(right: Int) -> () -> Bool {
        let sign = Hex.encode(Digest.md5(Array((Self.order + secrets.md5Key).utf8)))
        let text = "\(Self.order)&sign=\(Self.forged(sign, right: right))&sign_type=MD5"
        guard let parameters = try? EpayParameters(query: text[...], form: []) else { return { true } }
        let key = Array(secrets.md5Key.utf8)
        return { (try? EpaySignature.verify(parameters, key: key)) != nil }
    }

    private func shown(right: Int) -> () -> Bool {
        let shown = Array(Self.forged(secrets.md5Key, right: right).utf8)
        return {
            let ring = try? directory.ring(of: merchant.pid, Self.deadline)
            return ring?.materials(.md5).contains { constantTimeEqual($0, shown) } ?? true
        }
    }

    /// Right for so many bytes, wrong in the next one, and anything behind it.
    private static func forged(_ bytes: [UInt8], right: Int) -> [UInt8] {
        let rest = SecureRandom.bytes(bytes.count - right - 1)
        return Array(bytes[..<right]) + [bytes[right] ^ 0x55] + rest
    }

    /// The same in hexadecimal digits.
    private static func forged(_ digits: String, right: Int) -> String {
        let digits = Array(digits.utf8)
        let wrong: Character = digits[right] == UInt8(ascii: "0") ? "1" : "0"
        let rest = Hex.encode(SecureRandom.bytes(digits.count / 2)).prefix(digits.count - right - 1)
        return String(decoding: digits[..<right], as: UTF8.self) + String(wrong) + rest
    }
}
