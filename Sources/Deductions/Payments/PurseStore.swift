import Ledger
import MariaDB
import Payers
import Values

/// Payers and their wallets, locked together: one look instead of two.
enum PurseStore {
    /// Locks all wallets of these payers, and the payers, in the order of their keys. SYSDATE, unlike NOW, is the
    /// time of the row at hand: of the last row, after its lock was given.
    static func send(_ payers: [Identifier], _ session: Session) throws(DatabaseFailure) -> SentStatement {
        try session.send(
            """
            SELECT w.payer_id, w.currency, w.balance, w.held, w.credit_limit, w.debt_limit, w.version, w.queued,
            w.frozen, p.merchant_id, p.login, p.state, p.created_at,
            CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED)
            FROM wallet w FORCE INDEX (PRIMARY) STRAIGHT_JOIN payer p ON p.id = w.payer_id
            WHERE w.payer_id IN \(list: payers.map(\.number)) ORDER BY w.payer_id, w.currency FOR UPDATE
            """)
    }

    /// Waits for the locks and takes the rows in.
    static func read(_ sent: SentStatement, into rows: inout LockedRows) throws(DatabaseFailure) {
        let found = try sent.rows()
        rows.lockedAt = found.last.map { Timestamp(microseconds: $0.int64(13)) }
        for row in found {
            guard let wallet = WalletStore.wallet(in: row, from: 0), let state = Payer.State(rawValue: row.string(11))
            else { continue }
            let merchant = Identifier(row.int64(9))
            rows.wallets[wallet.key] = wallet
            rows.payers[wallet.payer] = Payer(
                id: wallet.payer, merchant: merchant == .system ? nil : merchant, login: row.string(10), state: state,
                createdAt: Timestamp(microseconds: row.int64(12)))
        }
    }
}
