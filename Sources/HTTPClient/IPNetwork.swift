/// All IP addresses that begin with the same bits: `198.51.100.0/24`, `2001:db8::/32`, or one address alone.
///
/// Addresses of IPv4 that are written as mapped ones of IPv6 (`::ffff:198.51.100.7`) are the same as without.
package struct IPNetwork: Sendable, Equatable {
    private let prefix: [UInt8]
    private let bits: Int

    /// nil: not a network, or one with bits behind its prefix, which says two things at once.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress(String($0)) }) else { return nil }
        let bytes = address.bytes
        var bits = bytes.count * 8
        if parts.count == 2 {
            guard let given = Int(parts[1]), String(given) == parts[1], (0...bits).contains(given) else { return nil }
            bits = given
        }
        let isMapped = bytes.count == 16 && bits >= 96 && address.unmapped.count == 4
        self.init(isMapped ? address.unmapped : bytes, isMapped ? bits - 96 : bits)
        guard prefix == Self.masked(prefix, self.bits) else { return nil }
    }

    /// The bytes may be fewer than an address has, and are then those in front.
    init(_ prefix: [UInt8], _ bits: Int) {
        self.prefix = prefix
        self.bits = bits
    }

    package func contains(_ address: IPAddress) -> Bool {
        let bytes = address.unmapped
        return bytes.count == prefix.count && contains(bytes)
    }

    /// Whether these bytes begin as the network's do.
    func contains(_ address: [UInt8]) -> Bool {
        var rest = bits
        for (ours, theirs) in zip(prefix, address) where rest > 0 {
            if (ours ^ theirs) & Self.mask(rest) != 0 { return false }
            rest -= 8
        }
        return true
    }

    private static func masked(_ bytes: [UInt8], _ bits: Int) -> [UInt8] {
        bytes.enumerated().map { $0.element & mask(bits - $0.offset * 8) }
    }

    /// The part of a byte that counts when so many bits of it and what follows do.
    private static func mask(_ bits: Int) -> UInt8 {
        bits >= 8 ? 0xFF : bits <= 0 ? 0 : 0xFF << UInt8(8 - bits)
    }
}

extension IPAddress {
    /// Four bytes for a mapped address of IPv4, else those that there are.
    fileprivate var unmapped: [UInt8] {
        let isMapped = bytes.count == 16 && bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10...11] == [0xFF, 0xFF]
        return isMapped ? Array(bytes.suffix(4)) : bytes
    }
}
