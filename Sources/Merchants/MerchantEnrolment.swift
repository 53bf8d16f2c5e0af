package import MariaDB
package import Values

/// The taking in of a new merchant.
package enum MerchantEnrolment {
    /// Gives the next free `pid` and writes the merchant with its keys, in a transaction of its own.
    package static func run(
        _ id: Identifier, name: String, secrets: MerchantSecrets, settings: MerchantSettings = MerchantSettings(),
        by author: String, _ vault: KeyVault, at now: Timestamp, _ session: Session
    ) throws(DatabaseFailure) -> Merchant {
        try session.transaction { () throws(DatabaseFailure) in
            // Two enrolments at once would find the same number free.
            try MerchantStore.lockDirectory(session)
            let merchant = Merchant(
                id: id, pid: try MerchantStore.nextPID(session), name: name, state: .active, settings: settings)
            var keys: [MerchantKey] = []
            for key in secrets.keys(of: merchant) { keys.append(try vault.stored(key)) }
            try MerchantStore.insert(merchant, keys: keys, at: now, session)
            try MerchantChangeStore.insert(
                MerchantChange(merchant: id, kind: .enrolled, particulars: settings.json, author: author), at: now,
                session)
            return merchant
        }
    }
}
