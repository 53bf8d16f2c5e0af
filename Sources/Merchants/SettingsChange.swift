package import MariaDB
package import Values

/// The changing of what is agreed with a merchant: what is not named stays as it is.
package struct SettingsChange {
    package let merchant: Identifier
    package let operatorName: String
    private let edit: (inout MerchantSettings) -> Void

    package init(
        of merchant: Identifier, operatorName: String, _ edit: @escaping (inout MerchantSettings) -> Void
    ) {
        self.merchant = merchant
        self.operatorName = operatorName
        self.edit = edit
    }

    /// Changes it in the caller's transaction: read, changed and written with nobody in between. What it is then; nil:
    /// there is no such merchant.
    package func run(at now: Timestamp, _ session: Session) throws(DatabaseFailure) -> Merchant? {
        try MerchantStore.lockDirectory(session)
        guard var settings = try MerchantStore.merchant(merchant, session)?.settings else { return nil }
        edit(&settings)
        _ = try MerchantStore.setSettings(settings, of: merchant, session)
        let change = MerchantChange(
            merchant: merchant, kind: .settings, particulars: settings.json, author: operatorName)
        try MerchantChangeStore.insert(change, at: now, session)
        return try MerchantStore.merchant(merchant, session)
    }
}
