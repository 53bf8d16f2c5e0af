package import MariaDB
package import Values

/// The taking away of a key, so that not even its name is known any more.
package struct KeyRemoval: Sendable {
    package let keyID: String
    package let operatorName: String

    package init(keyID: String, operatorName: String) {
        self.keyID = keyID
        self.operatorName = operatorName
    }

    /// Takes it away in the caller's transaction; false: there is none.
    package func run(at now: Timestamp, _ session: Session) throws(DatabaseFailure) -> Bool {
        try MerchantStore.lockDirectory(session)
        guard let key = try MerchantStore.key(keyID, session), try MerchantStore.remove(keyID, session) else {
            return false
        }
        let change = MerchantChange(
            merchant: key.merchant, kind: .keyRemoved, keyID: keyID, author: operatorName)
        try MerchantChangeStore.insert(change, at: now, session)
        return true
    }
}
