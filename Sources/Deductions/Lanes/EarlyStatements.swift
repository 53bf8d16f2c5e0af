import MariaDB
import Merchants

/// The first statements of a batch, sent ahead of the steps that ask for their answers.
struct EarlyStatements {
    let fence: SentStatement
    let nonces: SentStatement?
    let claims: SentStatement?
    /// nil: what has to be locked is more than payers' purses, and is locked step by step.
    let purses: SentStatement?
    /// The version of the merchants' directory; nil: it is not asked for, or more has to be locked before.
    let directory: SentStatement?

    init(_ opening: Opening, lane: Int64, _ session: Session) throws(DatabaseFailure) {
        fence = try LaneStore.sendFence(lane, batch: opening.batch, resolved: opening.resolved, session)
        nonces = try NonceStore.send(opening.nonces, at: opening.seenAt, session)
        claims = try ClaimStore.send(opening.claims, session)
        let reach = opening.reach
        purses =
            reach.payments.isEmpty && reach.merchants.isEmpty && !reach.payers.isEmpty
            ? try PurseStore.send(reach.payers.sorted(), session) : nil
        let isAsked = purses != nil && reach.todays.isEmpty && !reach.judged.isEmpty
        directory = isAsked ? try MerchantStore.sendVersion(session) : nil
    }
}
