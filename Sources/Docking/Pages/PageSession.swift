import Payers
import Values

/// Somebody who is signed in, as this visit's browser shows it.
struct PageSession: Sendable {
    let session: PayerSession
    /// What the browser holds.
    let token: SessionToken

    var payer: Identifier { session.payer }
}
