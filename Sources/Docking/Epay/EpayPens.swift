import Merchants
import Values

/// What notices of one order may be signed with.
struct EpayPens: Sendable {
    private let md5Keys: [[UInt8]]
    private let platform: EpayPlatformSigner?
    private let speaks: EpayProtocol

    /// The order's own key comes first if the shop still has it: a shop that is changing keys has that one for sure.
    init(_ docking: EpayDocking, _ ring: KeyRing, _ platform: EpayPlatformSigner?) {
        let keys = ring.valid(.md5)
        md5Keys = (keys.filter { $0.keyID == docking.keyID } + keys.filter { $0.keyID != docking.keyID }).map(
            \.material)
        speaks = docking.speaks
        self.platform = platform
    }

    /// The one for a try, counted from 1; nil: there is none. Where the shop has several keys they take turns, since
    /// only the shop knows which one it checks with by now.
    func pen(try number: Int, at now: Timestamp) -> EpayPen? {
        switch speaks {
        case .v1: md5Keys.isEmpty ? nil : .md5(key: md5Keys[(number - 1) % md5Keys.count])
        case .v2: platform.map { .rsa($0, at: now) }
        }
    }
}
