internal import Glibc

/// An IPv4 or IPv6 address, and how far it reaches.
package struct IPAddress: Sendable, Equatable {
    /// 4 or 16 bytes in network order.
    package let bytes: [UInt8]

    /// How far packets to an address go.
    package enum Reach: Sendable, Equatable {
        /// The open Internet.
        case everywhere
        /// This machine.
        case loopback
        /// Anything else: private, link-local, carrier-grade NAT, metadata services, documentation, translation
        /// prefixes that hide an IPv4 address, multicast, reserved.
        case special
    }

    /// Reads the usual text forms, `1.2.3.4` and RFC 4291 §2.2; nil for anything else (`127.1`, `0x7f000001`, zones).
    /// https://man7.org/linux/man-pages/man3/inet_pton.3.html
    package init?(_ text: String) {
        var v4 = [UInt8](repeating: 0, count: 4)
        var v6 = [UInt8](repeating: 0, count: 16)
        if unsafe inet_pton(AF_INET, text, &v4) == 1 {
            bytes = v4
        } else if unsafe inet_pton(AF_INET6, text, &v6) == 1 {
            bytes = v6
        } else {
            return nil
        }
    }

    /// The address in a socket address; nil for other families than the two of IP.
    init?(_ address: UnsafePointer<sockaddr>, length: Int) {
        let raw = unsafe UnsafeRawPointer(address)
        switch unsafe CInt(address.pointee.sa_family) {
        case AF_INET where length >= MemoryLayout<sockaddr_in>.size:
            let inner = unsafe raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            bytes = unsafe withUnsafeBytes(of: inner) { unsafe Array($0) }
        case AF_INET6 where length >= MemoryLayout<sockaddr_in6>.size:
            let inner = unsafe raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            bytes = unsafe withUnsafeBytes(of: inner) { unsafe Array($0) }
        default: return nil
        }
    }

    /// How far packets to this address go. IPv4: everywhere but for a list. IPv6: nowhere but for 2000::/3, so that
    /// mapped addresses, NAT64, unique local and link-local addresses need no names here.
    package var reach: Reach {
        if bytes.count == 4 {
            if bytes[0] == 127 { return .loopback }
            return Self.specialIPv4.contains { $0.contains(bytes) } ? .special : .everywhere
        }
        if bytes == Self.loopbackIPv6 { return .loopback }
        guard Self.globalIPv6.contains(bytes) else { return .special }
        return Self.specialIPv6.contains { $0.contains(bytes) } ? .special : .everywhere
    }

    private static let loopbackIPv6 = [UInt8](repeating: 0, count: 15) + [1]

    /// https://www.iana.org/assignments/iana-ipv4-special-registry, multicast, and one cloud's metadata service that
    /// sits on a public address.
    private static let specialIPv4: [IPNetwork] = [
        IPNetwork([0], 8), IPNetwork([10], 8), IPNetwork([100, 64], 10), IPNetwork([169, 254], 16),
        IPNetwork([172, 16], 12),
        IPNetwork([192, 0, 0], 24), IPNetwork([192, 0, 2], 24), IPNetwork([192, 88, 99], 24),
        IPNetwork([192, 168], 16),
        IPNetwork([198, 18], 15), IPNetwork([198, 51, 100], 24), IPNetwork([203, 0, 113], 24), IPNetwork([224], 4),
        IPNetwork([240], 4), IPNetwork([168, 63, 129, 16], 32),
    ]
    private static let globalIPv6 = IPNetwork([0x20], 3)
    /// https://www.iana.org/assignments/iana-ipv6-special-registry within 2000::/3: protocol assignments (Teredo is
    /// one of them), documentation, 6to4.
    private static let specialIPv6: [IPNetwork] = [
        IPNetwork([0x20, 0x01, 0, 0], 23), IPNetwork([0x20, 0x01, 0x0D, 0xB8], 32), IPNetwork([0x20, 0x02], 16),
        IPNetwork([0x3F, 0xFF, 0], 20),
    ]
}
