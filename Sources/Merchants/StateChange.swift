package import MariaDB
package import Values

/// The suspension of a merchant, or its end.
package struct StateChange: Sendable {
    package let merchant: Identifier
    package let state: Merchant.State
    package let operatorName: String

    package init(_ merchant: Identifier, to state: Merchant.State, operatorName: String) {
        self.merchant = merchant
        self.state = state
        self.operatorName = operatorName
    }

    /// Changes it in the caller's transaction; workers learn of it within a second.
    package func run(at now: Timestamp, _ session: Session) throws(DatabaseFailure) {
        try MerchantStore.lockDirectory(session)
        guard try MerchantStore.setState(state, of: merchant, session) else { return }
        let kind: MerchantChange.Kind =
            switch state {
            case .active: .resumed
            case .suspended: .suspended
            }
        try MerchantChangeStore.insert(
            MerchantChange(merchant: merchant, kind: kind, author: operatorName), at: now, session)
    }
}
