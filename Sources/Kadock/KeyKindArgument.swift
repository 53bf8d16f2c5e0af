import ArgumentParser
import Merchants

/// The words for algorithms on the command line.
enum KeyKindArgument: String, ExpressibleByArgument, CaseIterable {
    case hmac, ed25519, rsa, md5

    var algorithm: KeyAlgorithm {
        switch self {
        case .hmac: .hmacSHA256
        case .ed25519: .ed25519
        case .rsa: .rsaV15SHA256
        case .md5: .md5
        }
    }
}
