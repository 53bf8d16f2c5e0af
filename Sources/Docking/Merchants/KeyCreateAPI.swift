import Deductions
import JSON
import MariaDB
import Merchants
import OpenSSL

/// `POST /v1/merchant/keys`: gives the merchant who calls a new key, and lets the old ones of its kind end.
struct KeyCreateAPI: AnsweringEndpoint {
    let method = "POST"
    let path = PathPattern("/v1/merchant/keys")
    let merchants: any MerchantDesk

    /// The shortest time that old keys stay good: an answer that was lost has to be asked for with one of them.
    private static let windowSeconds = 60...KeyOrder.longestWindowSeconds

    func answer(_ call: Call) throws(Problem) -> Response {
        let claim = try call.headerClaim()
        let order = try Self.order(call, CallKey(key: claim.name.key, digest: claim.digest))
        let nonce = try call.nonce()
        let outcome = try changing { () throws(DatabaseFailure) in
            try merchants.issue(order, nonce, call.request.deadline)
        }
        switch outcome {
        case .issued(let issued): return response(issued)
        case .repeated(let issued): return response(issued).replayed(true)
        case .keyMisused: throw Problem(.idempotencyMismatch)
        case .gone: throw Problem(.stateConflict, "The key of the first such request was removed")
        case .full:
            throw Problem(.stateConflict, "There are \(KeyOrder.mostLive) good keys of this algorithm: end one first")
        }
    }

    private static func order(_ call: Call, _ key: CallKey) throws(Problem) -> KeyOrder {
        var reader = try FieldReader(body: try call.json())
        let algorithm = reader.required("algorithm", .keyAlgorithm)
        let publicKey = reader.optional("public_key", .publicKey)
        let windowSeconds = reader.optional("window_seconds", .integer(windowSeconds))
        if let algorithm, let publicKey, publicKey.kind != algorithm.pairKind {
            reader.refuse("public_key", "is not a key of this algorithm")
        }
        try reader.finish()
        guard let algorithm else { throw Problem(.invalidRequest) }
        return KeyOrder(
            merchant: try call.shop(), algorithm: algorithm, publicKey: publicKey, windowSeconds: windowSeconds,
            operatorName: nil, call: key)
    }

    private func response(_ issued: IssuedKey) -> Response {
        .json(201, capacity: 4096) { issued.write(into: &$0) }
    }
}
