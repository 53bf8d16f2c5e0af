import Merchants

/// How a request of the epay protocol showed whom it comes from.
enum EpayProof: Sendable {
    /// It carried the plain key.
    case shown(MerchantKey)
    /// It was signed with this MD5 or RSA key.
    case signed(MerchantKey)

    var key: MerchantKey {
        switch self {
        case .shown(let key), .signed(let key): key
        }
    }
}
