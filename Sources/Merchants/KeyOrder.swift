import JSON
package import MariaDB
package import OpenSSL
package import Values

/// The giving of one more key to a merchant; with a window, in the place of those of its kind.
package struct KeyOrder: Sendable {
    /// What came of it.
    package enum Outcome: Sendable {
        case issued(IssuedKey)
        /// The caller's key has brought this one before. A private half that was drawn for it is told no more.
        case repeated(IssuedKey)
        /// The caller's key has been used for something else.
        case keyMisused
        /// The caller's key has brought one before that was removed since.
        case gone
        /// The merchant has as many keys of this kind as it may have.
        case full
    }

    /// Keys of one kind that verify at once.
    package static let mostLive = 10
    /// The longest time that old keys stay good.
    package static let longestWindowSeconds: Int64 = 2_592_000

    package let merchant: Merchant
    package let algorithm: KeyAlgorithm
    package let keyID: String
    /// Of the kind that the algorithm needs; nil: a pair is drawn. Shared secrets are drawn in any case.
    package let publicKey: PublicKey?
    /// How long the keys of this kind stay good that there are, at most; nil: as long as before.
    package let windowSeconds: Int64?
    /// An operator's name; nil: the merchant itself.
    package let operatorName: String?
    package let call: CallKey?

    package init(
        merchant: Merchant, algorithm: KeyAlgorithm, publicKey: PublicKey? = nil, windowSeconds: Int64?,
        operatorName: String?, call: CallKey? = nil
    ) {
        self.merchant = merchant
        self.algorithm = algorithm
        keyID = algorithm.laterKeyID(of: merchant.pid)
        self.publicKey = publicKey
        self.windowSeconds = windowSeconds
        self.operatorName = operatorName
        self.call = call
    }

    /// Gives it in the caller's transaction; workers learn of it within a second.
    package func run(
        _ vault: KeyVault, at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> Outcome {
        try MerchantStore.lockDirectory(session)
        if let call, let used = try MerchantChangeStore.change(call, of: merchant.id, session) {
            return try repeated(used.change, isSame: used.isSame, vault, session)
        }
        let rivals = try MerchantStore.keys(of: merchant.id, session).filter {
            $0.algorithm == algorithm && $0.isValid(at: now)
        }
        guard windowSeconds == 0 || rivals.count < Self.mostLive else { return .full }
        let issued = drawn(at: now)
        try write(try vault.stored(issued.key), at: now, session)
        return .issued(issued)
    }

    private func write(_ key: MerchantKey, at now: Timestamp, _ session: Session) throws(DatabaseFailure) {
        if let windowSeconds {
            let end = Timestamp(microseconds: now.microseconds + windowSeconds * 1_000_000)
            try MerchantStore.end(algorithm, of: merchant.id, at: end, session)
        }
        try MerchantStore.insert(key, at: now, session)
        var particulars = JSONWriter(capacity: 128)
        particulars.object { writer in
            writer.field("algorithm", algorithm.rawValue)
            if let windowSeconds { writer.field("window_seconds", windowSeconds) }
        }
        let change = MerchantChange(
            merchant: merchant.id, kind: .keyIssued, keyID: keyID, particulars: particulars.bytes,
            author: operatorName ?? MerchantChange.byItself, call: call)
        try MerchantChangeStore.insert(change, at: now, session)
    }

    private func repeated(
        _ change: MerchantChange, isSame: Bool, _ vault: KeyVault, _ session: Session
    ) throws(DatabaseFailure) -> Outcome {
        guard isSame, change.kind == .keyIssued, let keyID = change.keyID else { return .keyMisused }
        guard let key = try MerchantStore.key(keyID, session) else { return .gone }
        return .repeated(IssuedKey(key: try vault.usable(key), privateKey: nil))
    }

    /// Draws what the merchant did not bring.
    private func drawn(at now: Timestamp) -> IssuedKey {
        func issued(_ material: [UInt8], _ privateKey: PrivateKey? = nil) -> IssuedKey {
            IssuedKey(
                key: MerchantKey(
                    keyID: keyID, merchant: merchant.id, algorithm: algorithm, material: material, createdAt: now),
                privateKey: privateKey)
        }
        switch algorithm {
        case .hmacSHA256: return issued(SecureRandom.bytes(32))
        case .md5: return issued(Array(Hex.encode(SecureRandom.bytes(16)).utf8))
        case .ed25519, .rsaV15SHA256:
            if let publicKey { return issued(publicKey.pem()) }
            let isRSA = algorithm == .rsaV15SHA256
            guard let pair = try? isRSA ? PrivateKey.generateRSA() : PrivateKey.generateEd25519() else {
                preconditionFailure("no pair can be drawn")
            }
            return issued(pair.publicKey.pem(), pair)
        }
    }
}
