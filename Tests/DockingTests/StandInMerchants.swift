import Deductions
import MariaDB
import Merchants
import OpenSSL
import Threading
import Values

@testable import Docking

/// Gives every key that is asked for and ends every key that is named.
struct StandInMerchants: MerchantDesk {
    func createdAt(_ merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> Timestamp? { Payment.time }

    func keys(of merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> [MerchantKey] {
        [key("1001-hmac", merchant, .hmacSHA256), key("1001-ed25519", merchant, .ed25519)]
    }

    func issue(
        _ order: KeyOrder, _ nonce: NonceClaim?, _ deadline: Deadline
    ) throws(DatabaseFailure) -> KeyOrder.Outcome? {
        let pair = order.publicKey == nil && !order.algorithm.isShared ? try? PrivateKey.generateEd25519() : nil
        return .issued(IssuedKey(key: key(order.keyID, order.merchant.id, order.algorithm), privateKey: pair))
    }

    func end(
        _ end: KeyEnd, _ nonce: NonceClaim?, _ deadline: Deadline
    ) throws(DatabaseFailure) -> KeyEnd.Outcome? {
        .ended(key(end.keyID, end.merchant, .md5, until: Payment.time))
    }

    private func key(
        _ keyID: String, _ merchant: Identifier, _ algorithm: KeyAlgorithm, until end: Timestamp? = nil
    ) -> MerchantKey {
        MerchantKey(
            keyID: keyID, merchant: merchant, algorithm: algorithm, material: Array(PublishedKeys.ed25519.utf8),
            createdAt: Payment.time, validUntil: end)
    }
}
