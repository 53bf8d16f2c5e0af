import OpenSSL
import Values

/// What a notice is signed with, and when: the same kind of signature as its order had.
enum EpayPen: Sendable {
    case md5(key: [UInt8])
    case rsa(EpayPlatformSigner, at: Timestamp)

    /// These fields, none of which is empty, with those behind them that make them a signed notice.
    func signed(_ fields: [(name: String, value: String)]) -> [(name: String, value: String)] {
        switch self {
        case .md5(let key):
            return fields + [("sign", EpaySignature.sign(fields, key: key)), ("sign_type", "MD5")]
        case .rsa(let signer, let time):
            let dated = fields + [("timestamp", String(time.microseconds / 1_000_000))]
            let signature = signer.signature(of: EpaySignature.text(of: dated))
            return dated + [("sign_type", "RSA"), ("sign", signature)]
        }
    }
}
