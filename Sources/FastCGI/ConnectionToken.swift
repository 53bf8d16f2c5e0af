/// What the readiness queue hands back: a connection's slot and which connection of that slot, or one of two marks.
struct ConnectionToken: Equatable, Sendable {
    static let listener = ConnectionToken(raw: .max)
    static let end = ConnectionToken(raw: .max - 1)

    let raw: UInt64

    init(raw: UInt64) { self.raw = raw }

    init(slot: Int, generation: UInt32) { raw = UInt64(generation) << 32 | UInt64(UInt32(truncatingIfNeeded: slot)) }

    var slot: Int { Int(raw & 0xffff_ffff) }
    var generation: UInt32 { UInt32(raw >> 32) }
}
