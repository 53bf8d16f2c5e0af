import Policies
import Values

/// What a `MerchantDirectory` remembers. Not generic as the directory is: each request looks into it, and that is quick
/// only where the compiler knows the types.
struct DirectoryMemory: Sendable {
    /// What stands behind a key's name.
    struct Standing: Sendable {
        let holder: any AnyObject & Sendable
        let isHeld: Bool
    }

    // Bounded, so that a merchant with very many keys cannot fill a worker.
    private static let limit = 100_000
    // Anybody can ask for names: when there are this many, all are forgotten.
    private static let unknownLimit = 10_000

    private(set) var version: Int64 = 0
    /// Keys that there are, and names that no key has: in one place, so that either is found in the same time.
    private var standings: [String: Standing] = [:]
    private var unknownCount = 0
    private var rings: [Int64: KeyRing] = [:]
    private var policies: [Identifier: PolicySchedule] = [:]

    func standing(of keyID: String) -> Standing? { standings[keyID] }

    func ring(of pid: Int64) -> KeyRing? { rings[pid] }

    func policies(of merchant: Identifier) -> PolicySchedule? { policies[merchant] }

    mutating func remember(_ holder: any AnyObject & Sendable, isHeld: Bool, of keyID: String) {
        if isHeld {
            guard standings.count < Self.limit else { return }
            standings[keyID] = Standing(holder: holder, isHeld: true)
            return
        }
        if unknownCount >= Self.unknownLimit {
            standings = standings.filter(\.value.isHeld)
            unknownCount = 0
        }
        guard standings.count < Self.limit,
            standings.updateValue(Standing(holder: holder, isHeld: false), forKey: keyID) == nil
        else { return }
        unknownCount += 1
    }

    mutating func remember(_ ring: KeyRing, of pid: Int64) {
        if rings.count < Self.limit { rings[pid] = ring }
    }

    mutating func remember(_ schedule: PolicySchedule, of merchant: Identifier) {
        if policies.count < Self.limit { policies[merchant] = schedule }
    }

    /// Forgets everything: it belongs to another version.
    mutating func begin(_ version: Int64) {
        self = DirectoryMemory()
        self.version = version
    }
}
