/// IP addresses as text: dotted decimal without leading zeros (RFC 3986 §3.2.2), and IPv6 (RFC 4291 §2.2).
enum InternetAddress {
    static func isWellFormed(_ text: String) -> Bool { isVersion4(text) || isVersion6(text) }

    static func isVersion4(_ text: some StringProtocol) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard (1...3).contains(part.count), part.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return false }
                let number = part.reduce(0) { $0 * 10 + Int($1 - 0x30) }
                return number <= 255 && (part.count == 1 || part.first != UInt8(ascii: "0"))
            }
    }

    /// Without a zone.
    static func isVersion6(_ text: String) -> Bool {
        var bytes = Array(text.utf8)
        // A dotted tail stands for two groups.
        if let colon = bytes.lastIndex(of: UInt8(ascii: ":")), bytes[colon...].contains(UInt8(ascii: ".")) {
            guard isVersion4(String(decoding: bytes[(colon + 1)...], as: UTF8.self)) else { return false }
            bytes = bytes[...colon] + Array("0:0".utf8)
        }
        guard bytes.count <= 39 else { return false }
        let gap = (0..<max(0, bytes.count - 1)).first {
            bytes[$0] == UInt8(ascii: ":") && bytes[$0 + 1] == UInt8(ascii: ":")
        }
        guard let gap else { return groupCount(bytes[...]) == 8 }
        guard let before = groupCount(bytes[..<gap]), let after = groupCount(bytes[(gap + 2)...]) else { return false }
        return before + after <= 7
    }

    /// How many groups stand between the colons; nil if one of them is not hexadecimal of one to four digits.
    private static func groupCount(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard !bytes.isEmpty else { return 0 }
        let groups = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let areWellFormed = groups.allSatisfy { group in
            (1...4).contains(group.count)
                && group.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                        UInt8(ascii: "A")...UInt8(ascii: "F"):
                        true
                    default: false
                    }
                }
        }
        return areWellFormed ? groups.count : nil
    }
}
