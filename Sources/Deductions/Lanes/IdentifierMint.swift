package import Values

/// Makes a lane's identifiers: milliseconds since 2010, the lane, a counter.
package struct IdentifierMint: Sendable {
    private static let epochMilliseconds: Int64 = 1_262_304_000_000
    private let lane: Int64
    private var last: Int64 = 0

    /// Two living lanes 1,024 apart would share a number; the primary keys would refuse the second use.
    package init(lane: Int64) { self.lane = lane & 1023 }

    /// In which identifiers lie of what has times from `begin` on, before `end`. Identifiers are dated by the clocks of
    /// machines, times by the database's: an hour on either side is more than any two of them may differ.
    package static func range(from begin: Timestamp, to end: Timestamp) -> Range<Identifier> {
        lowest(at: begin.adding(seconds: -3_600))..<lowest(at: end.adding(seconds: 3_600))
    }

    /// Below all numbers of this moment and above all of earlier ones.
    package static func lowest(at time: Timestamp) -> Identifier {
        Identifier((time.microseconds / 1000 - epochMilliseconds) << 22)
    }

    /// The next number, greater than all before it even if the clock steps back.
    package mutating func next(at now: Timestamp) -> Identifier {
        let slot = (now.microseconds / 1000 - Self.epochMilliseconds) << 12
        last = max(slot, last + 1)
        return Identifier((last >> 12) << 22 | lane << 12 | last & 4095)
    }
}
