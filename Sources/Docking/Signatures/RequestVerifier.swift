import MariaDB
import Merchants
import OpenSSL
import Threading

/// Finds out who signed a request (RFC 9421 §3.2), by rules stricter than the RFC's where money is at stake.
///
/// - Covered at least: method and target; the content's digest and type if there is content; the idempotency key if
///   one is sent. A digest that is there has to be right.
/// - `created` and `keyid` are needed, for POST `nonce` too. `alg` may be left out, as the key alone decides; if it
///   is there it must say what the key says.
/// - A signature by a key that we do not know is somebody else's business and is passed over. Every signature by a
///   key that we do know has to hold, and all of one merchant: so nothing added on the way changes who is meant.
struct RequestVerifier: Sendable {
    let address: BaseAddress
    let directory: any KeyDirectory

    /// How long ago a request may have been signed.
    static let maximumAgeSeconds: Int64 = 300
    /// How far ahead of ours a signer's clock may be.
    static let maximumLeadSeconds: Int64 = 30
    static let maximumKeyIDBytes = 64
    static let maximumNonceBytes = 128

    /// The signer. `contentDigest` is the SHA-256 of the content, nil if there is none; `now` seconds since 1970.
    /// Where nobody may wait, a key that has to be asked for is `notAtHand`.
    func caller(
        of request: Request, contentDigest: [UInt8]?, now: Int64, mayWait: Bool
    ) throws(SignatureFailure) -> Caller {
        guard let input = request.headers.joined("signature-input"),
            let values = request.headers.joined("signature")
        else { throw .invalid("not signed") }
        guard let signatures = MessageSignature.all(input: input, signature: values) else {
            throw .invalid("signature fields malformed")
        }
        try checkDigest(request, contentDigest)
        let message = SignedRequest(request: request, address: address)
        var caller: Caller?
        var fault = SignatureFault.unknownKey
        for signature in signatures {
            let (signer, isKnown) = try signer(signature, request.deadline, now: now, mayWait: mayWait)
            let one = try self.caller(
                signature, signer, isKnown, message, hasContent: contentDigest != nil, fault: &fault)
            guard let one else { continue }
            try checkWindow(signature, now)
            if let caller, caller.merchant.id != one.merchant.id { throw .invalid("signed by two merchants") }
            caller = caller ?? one
        }
        // Without a caller nobody asks for the fault, which tells a known key from an unknown one.
        guard let caller, fault == .unknownKey else { throw .invalid(fault.words) }
        return caller
    }

    /// Whose signature this is; nil for a key that we do not know, and for a signature that is not its key's: `fault`
    /// then says what is wrong. Either goes the same way from here to the answer, so that nobody can time which it was.
    private func caller(
        _ signature: MessageSignature, _ signer: Signer, _ isKnown: Bool, _ message: SignedRequest, hasContent: Bool,
        fault: inout SignatureFault
    ) throws(SignatureFailure) -> Caller? {
        let base = signature.components.flatMap { message.signatureBase($0, parameters: signature.parameters) }
        let isGenuine = signer.key.verifies(signature.signature, base ?? [])
        guard let components = signature.components, base != nil, isGenuine, isKnown else {
            fault.add(isKnown: isKnown, isCovered: base != nil)
            return nil
        }
        guard signature.algorithm == nil || signature.algorithm == signer.key.algorithm else {
            throw .invalid("not the key's algorithm")
        }
        try checkCover(components, message.request, hasContent: hasContent)
        let nonce = signature.nonce.map { Array($0.utf8) }
        if message.request.method == "POST" || nonce != nil {
            guard let nonce, (1...Self.maximumNonceBytes).contains(nonce.count) else { throw .invalid("no nonce") }
        }
        return Caller(merchant: signer.merchant, policies: signer.policies, keyID: signature.keyID ?? "", nonce: nonce)
    }

    /// Who signs with the key. Not `isKnown`: we do not know the key, or it has ended, and what is given instead takes
    /// as long.
    private func signer(
        _ signature: MessageSignature, _ deadline: Deadline, now: Int64, mayWait: Bool
    ) throws(SignatureFailure) -> (signer: Signer, isKnown: Bool) {
        guard let keyID = signature.keyID, (1...Self.maximumKeyIDBytes).contains(keyID.utf8.count) else {
            throw .invalid("no key named")
        }
        if case .told(let signer, let isKnown) = directory.standing(ofKey: keyID) {
            let isGood = signer.isGood(at: now)
            return (signer, isKnown && isGood)
        }
        guard mayWait else { throw .notAtHand }
        do {
            guard let signer = try directory.signer(keyID: keyID, deadline) else { return (.decoy, false) }
            return (signer, signer.isGood(at: now))
        } catch {
            throw .directoryAway(error.description)
        }
    }

    private func checkCover(
        _ components: [SignatureComponent], _ request: Request, hasContent: Bool
    ) throws(SignatureFailure) {
        var needed = [SignatureComponent(.method), SignatureComponent(.targetURI)]
        if hasContent { needed += ["content-digest", "content-type"].map { SignatureComponent(.field($0)) } }
        if request.headers.only("idempotency-key") != .absent {
            needed.append(SignatureComponent(.field("idempotency-key")))
        }
        guard needed.allSatisfy(components.contains) else { throw .invalid("covers too little") }
    }

    private func checkDigest(_ request: Request, _ contentDigest: [UInt8]?) throws(SignatureFailure) {
        guard let field = request.headers.joined("content-digest") else {
            if contentDigest != nil { throw .invalid("no content digest") }
            return
        }
        guard ContentDigest.matches(field, sha256: contentDigest ?? Digest.sha256([])) else {
            throw .invalid("wrong content digest")
        }
    }

    private func checkWindow(_ signature: MessageSignature, _ now: Int64) throws(SignatureFailure) {
        guard let created = signature.created else { throw .invalid("no time of signing") }
        guard created >= now - Self.maximumAgeSeconds else { throw .expired("signed too long ago") }
        guard created <= now + Self.maximumLeadSeconds else { throw .expired("signed in the future") }
        if let expires = signature.expires, expires < now { throw .expired("past its own end") }
    }
}
