package import MariaDB
package import Values

/// A lane's session with the database, one transaction at a time. Each call may fail; after a failure comes
/// `rollback`, or `reconnect` where the connection is lost.
///
/// The steps of a batch, in the order they are called. It is a protocol so that the simulation can stand in.
package protocol LaneDatabase: AnyObject {
    /// The lane's row, made when the lane was opened.
    var lane: Int64 { get }

    /// Where payments belong; without lock, since it never changes.
    func links(_ payments: [Identifier]) throws(DatabaseFailure) -> [Identifier: PaymentLink]

    /// Tells what the steps up to the locks will ask for, so that it can be asked for at once. The steps follow all
    /// the same, each with its part of what was announced; the lock with that or less.
    func announce(_ opening: Opening) throws(DatabaseFailure)

    /// Begins the batch: moves the lane's row from `batch - 1` to `batch`; false if it is not at `batch - 1`.
    /// `resolved` counts lost commits whose outcome has been found out since the last batch.
    func fence(batch: Int64, resolved: LostCommits) throws(DatabaseFailure) -> Bool

    /// Records nonces, sorted by name; returns those that were there already, with the digest they came with.
    func claim(_ nonces: [NonceClaim], at now: Timestamp) throws(DatabaseFailure) -> [NonceClaim]

    /// Takes keys, sorted by name; returns the owners of those that were taken. Waits for a running owner.
    func claim(_ claims: [StoredClaim]) throws(DatabaseFailure) -> [StoredClaim]

    /// Locks by primary key, tables in one order: payments, wallets, merchant accounts.
    func lock(_ reach: Reach) throws(DatabaseFailure) -> LockedRows

    /// Open holds of payers whose wallets are locked, past their time.
    func overdueHolds(of payers: [Identifier], at now: Timestamp) throws(DatabaseFailure) -> Set<OverdueHold>

    /// The database's clock.
    func clock() throws(DatabaseFailure) -> Timestamp

    /// Writes what a batch changed: rows inserted and locked rows updated in the order of their keys, touches last.
    func save(_ books: Books, batch: Int64) throws(DatabaseFailure)

    /// Writes the refusals beside their keys, or lets go of the key where the refusal says so.
    func record(_ refused: [StoredClaim]) throws(DatabaseFailure)

    func commit() throws(DatabaseFailure)
    func rollback() throws(DatabaseFailure)

    /// The first answers of commands that were committed before, by object.
    func answers(_ claims: [StoredClaim]) throws(DatabaseFailure) -> [Identifier: Outcome]

    /// Opens a new session in place of a lost one.
    func reconnect() throws(DatabaseFailure)

    /// Ends the session before the present one on the server, if it still lives there.
    func killPredecessor() throws(DatabaseFailure)
}

extension LaneDatabase {
    /// A database that has no use for knowing ahead.
    package func announce(_ opening: Opening) throws(DatabaseFailure) {}
}
