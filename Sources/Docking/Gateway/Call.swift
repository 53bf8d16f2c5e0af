import Deductions
import JSON
import Merchants
import OpenSSL
import Policies
import Values

/// A request that its endpoint may answer: routed, signed by whom it has to be, and with a body of the right kind.
struct Call: Sendable {
    let request: Request
    /// The values of the path's places, in order.
    let values: [String]
    /// nil where the endpoint answers everybody.
    let caller: Caller?
    let body: [UInt8]
    /// SHA-256 of the body.
    let contentDigest: [UInt8]

    /// The merchant who calls. Endpoints for merchants are not reached without one.
    func merchant() throws(Problem) -> Identifier { try shop().id }

    /// The same with all that is known of it.
    func shop() throws(Problem) -> Merchant {
        guard let caller else { throw Problem(.signatureInvalid) }
        return caller.merchant
    }

    /// The policy of the merchant who calls, as it holds now.
    func policy() throws(Problem) -> PolicyVersion {
        guard let caller else { throw Problem(.signatureInvalid) }
        return caller.policies.version(at: WallClock.now())
    }

    /// The identifier in the path's first place. What cannot be one names nothing.
    func identifier() throws(Problem) -> Identifier {
        guard let text = values.first, let id = Identifier(text: text) else { throw Problem(.notFound) }
        return id
    }

    /// The body as JSON.
    func json() throws(Problem) -> JSONValue {
        do {
            return try JSONReader.parse(body)
        } catch {
            throw Problem(.malformedBody, "At byte \(error.offset): \(error.reason)")
        }
    }

    /// The nonce with what it stands for: the whole signed request. A retry has the same of both.
    func nonce() throws(Problem) -> NonceClaim? {
        guard let nonce = caller?.nonce else { return nil }
        var content = Array("\(request.method)\n\(request.target)\n".utf8)
        content += Array((request.headers.joined("idempotency-key") ?? "").utf8)
        content.append(0x0A)
        return NonceClaim(merchant: try merchant(), nonce: nonce, digest: Digest.sha256(content + contentDigest))
    }

    /// The claim of a merchant's number in the body on this body; of a path with places on both, as the same words
    /// about another payment are another wish.
    func claim(_ kind: Claim.Kind, _ key: [UInt8]) throws(Problem) -> Claim {
        let digest =
            values.isEmpty ? contentDigest : Digest.sha256(Array(request.path.utf8) + [0x0A] + contentDigest)
        return Claim(merchant: try merchant(), kind: kind, key: key, digest: digest)
    }

    /// The claim of the Idempotency-Key header, for calls without a number of the merchant's in their body. The path
    /// is always part of what it stands for, as all such calls share one set of keys.
    func headerClaim() throws(Problem) -> Claim {
        guard case .once(let key) = request.headers.only("idempotency-key"), (1...255).contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw Problem(.idempotencyKeyRequired, "1 to 255 visible ASCII characters, once") }
        let digest = Digest.sha256(Array(request.path.utf8) + [0x0A] + contentDigest)
        return Claim(merchant: try merchant(), kind: .post, key: Array(key.utf8), digest: digest)
    }
}
