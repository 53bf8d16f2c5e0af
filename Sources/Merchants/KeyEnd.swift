package import MariaDB
package import Values

/// The ending of one key, at once.
package struct KeyEnd: Sendable {
    /// What came of it.
    package enum Outcome: Sendable {
        case ended(MerchantKey)
        /// The caller's key has ended it before.
        case repeated(MerchantKey)
        /// The caller's key has been used for something else.
        case keyMisused
        /// The merchant has no key of this name.
        case unknown
    }

    package let merchant: Identifier
    package let keyID: String
    /// An operator's name; nil: the merchant itself.
    package let operatorName: String?
    package let call: CallKey?

    package init(merchant: Identifier, keyID: String, operatorName: String?, call: CallKey? = nil) {
        self.merchant = merchant
        self.keyID = keyID
        self.operatorName = operatorName
        self.call = call
    }

    /// Ends it in the caller's transaction; one that has ended keeps its end.
    package func run(at now: Timestamp, _ session: Session) throws(DatabaseFailure) -> Outcome {
        try MerchantStore.lockDirectory(session)
        let used = try call.flatMap { call throws(DatabaseFailure) in
            try MerchantChangeStore.change(call, of: merchant, session)
        }
        if let used, !used.isSame { return .keyMisused }
        guard let key = try MerchantStore.key(keyID, session), key.merchant == merchant else { return .unknown }
        guard used == nil else { return .repeated(key) }
        try MerchantStore.end(keyID, at: now, session)
        let change = MerchantChange(
            merchant: merchant, kind: .keyEnded, keyID: keyID, author: operatorName ?? MerchantChange.byItself,
            call: call)
        try MerchantChangeStore.insert(change, at: now, session)
        guard let ended = try MerchantStore.key(keyID, session) else { return .unknown }
        return .ended(ended)
    }
}
