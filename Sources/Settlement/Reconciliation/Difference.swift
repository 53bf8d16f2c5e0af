package import Values

/// A trade of which a channel's statement and our records say different things.
package struct Difference: Equatable, Sendable {
    /// How far it is.
    package enum State: String, Sendable, CaseIterable {
        case open
        /// An operator says what is to be done. Another one has to agree.
        case proposed
        /// Another one has agreed: what is to move is moved, or about to be. Approving again finishes it.
        case approved
        case resolved
    }

    /// What became of it.
    package enum Resolution: String, Sendable, CaseIterable {
        /// It stays as it is; no money moves.
        case accepted
        /// Money that came is booked for the payment that it belongs to.
        case booked
        /// What is different moves from the world to clearing, or back.
        case adjusted
        /// Later the other side had it.
        case matchedLater = "matched-later"
    }

    /// What differs.
    package enum Nature: String, Sendable, CaseIterable {
        case missingHere = "missing-here"
        case missingThere = "missing-there"
        case different
    }

    package let id: Int64
    package let channel: String
    package let key: TradeKey
    /// What our records say, with all that was adjusted before; nil: nothing.
    package let ours: Money?
    /// What the channel says; nil: nothing.
    package let theirs: Money?
    package var state: State
    package var resolution: Resolution?
    /// The payment that it is to be booked for.
    package var payment: Identifier?
    package var note: String?
    package var proposedBy: String?
    package var approvedBy: String?
    package let openedAt: Timestamp
    package var resolvedAt: Timestamp?

    package var nature: Nature { ours == nil ? .missingHere : theirs == nil ? .missingThere : .different }

    /// Whether money was moved, or is about to be, so that our books say what the channel says.
    var isAdjusted: Bool { resolution == .adjusted && (state == .approved || state == .resolved) }
    var isAccepted: Bool { resolution == .accepted && state == .resolved }
    /// Whether it is over, or on the way to be.
    var isDecided: Bool { state == .approved || state == .resolved }
}
