package import Deductions
package import MariaDB
package import Merchants
package import Threading
package import Values

/// Merchants and their keys in the database.
package struct DatabaseMerchantDesk: MerchantDesk {
    private let sessions: SessionPool
    private let vault: KeyVault

    package init(_ sessions: SessionPool, _ vault: KeyVault) {
        self.sessions = sessions
        self.vault = vault
    }

    package func createdAt(
        _ merchant: Identifier, _ deadline: Deadline
    ) throws(DatabaseFailure) -> Timestamp? {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try MerchantStore.createdAt(merchant, session)
        }
    }

    package func keys(of merchant: Identifier, _ deadline: Deadline) throws(DatabaseFailure) -> [MerchantKey] {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try MerchantStore.keys(of: merchant, session)
        }
    }

    package func issue(
        _ order: KeyOrder, _ nonce: NonceClaim?, _ deadline: Deadline
    ) throws(DatabaseFailure) -> KeyOrder.Outcome? {
        try change(nonce, deadline) { now, session throws(DatabaseFailure) in try order.run(vault, at: now, session) }
    }

    package func end(
        _ end: KeyEnd, _ nonce: NonceClaim?, _ deadline: Deadline
    ) throws(DatabaseFailure) -> KeyEnd.Outcome? {
        try change(nonce, deadline) { now, session throws(DatabaseFailure) in try end.run(at: now, session) }
    }

    private func change<Outcome>(
        _ nonce: NonceClaim?, _ deadline: Deadline,
        _ body: (Timestamp, Session) throws(DatabaseFailure) -> Outcome
    ) throws(DatabaseFailure) -> Outcome? {
        try sessions.with(deadline) { session throws(DatabaseFailure) in
            try session.transaction { () throws(DatabaseFailure) -> Outcome? in
                let now = WallClock.now()
                if let nonce, try !NonceStore.record(nonce, at: now, session) { return nil }
                return try body(now, session)
            }
        }
    }
}
