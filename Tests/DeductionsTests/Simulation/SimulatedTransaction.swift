import Deductions
import Ledger
import Values

/// An open transaction: the rows it holds, and what it will have written when it commits.
final class SimulatedTransaction {
    let lane: Int64
    var batch: Int64 = 0
    /// The time by which it decided.
    var decidedAt = Timestamp(microseconds: 0)
    /// The versions of merchants at that time.
    var versions: [Identifier: Int64] = [:]
    var rows: Set<SimulatedRow> = []
    var writes: [(inout SimulatedTables) -> Void] = []
    var claims: [Claim.Name: StoredClaim] = [:]
    var releasedClaims: Set<Claim.Name> = []
    var nonces: [NonceClaim.Name: [UInt8]] = [:]
    var fence: Int64?

    init(lane: Int64) { self.lane = lane }
}
