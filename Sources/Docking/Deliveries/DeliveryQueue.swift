/// The deliveries that a sender has taken: which of them may go out now.
///
/// A host begins with two of the threads. One that answers quickly gets more, and loses them with the first answer that
/// is late or missing. Half of the threads is never given beyond those two: however many hosts were quick and then stop
/// to answer, they cost the others little, and a host that never answered costs them two threads and a few places here.
/// With places it is the same: of those beyond the few of each host, quick ones may have as many as there are, and all
/// of them together leave the rest alone.
struct DeliveryQueue: Sendable {
    /// Deliveries under way at the same time, in all.
    static let width = 16
    /// What each host has, and what a quick one may have.
    static let share = 2
    static let largestShare = 8
    /// Places of each host here, those that quick ones have beyond them together, and all.
    static let places = 16
    static let extraDepth = 256
    static let depth = 384

    /// Of what hosts have beyond their two threads, so many are under way at most.
    private static let extraWidth = width / 2
    /// Hosts remembered as quick.
    private static let memory = 1_000

    private var waiting: [String: [TakenDelivery]] = [:]
    /// Hosts that have something waiting, the one whose turn it is first.
    private var turns: [String] = []
    private var underWay: [String: Int] = [:]
    private var shares: [String: Int] = [:]
    private(set) var count = 0
    private var extraCount = 0
    private var underWayCount = 0
    private var extraUnderWay = 0

    /// Whether nothing is under way.
    var isIdle: Bool { underWayCount == 0 }

    /// How many more may be taken: so many that all have places even if they are for one quick host, and always a few,
    /// because they may be for others.
    var room: Int { min(Self.depth - count, max(Self.places, Self.extraDepth - extraCount)) }

    /// Takes a delivery in; false when its host has enough of them here.
    mutating func add(_ taken: TakenDelivery) -> Bool {
        let own = waiting[taken.host]?.count ?? 0
        if own >= Self.places {
            guard isQuick(taken.host), extraCount < Self.extraDepth else { return false }
            extraCount += 1
        }
        if own == 0 { turns.append(taken.host) }
        waiting[taken.host, default: []].append(taken)
        count += 1
        return true
    }

    /// The next delivery that may go out, host after host; nil: none for now.
    mutating func start() -> TakenDelivery? {
        guard underWayCount < Self.width, let turn = turns.firstIndex(where: mayStart) else { return nil }
        let host = turns.remove(at: turn)
        if waiting[host]?.count ?? 0 > Self.places { extraCount -= 1 }
        guard let taken = waiting[host]?.removeFirst() else { preconditionFailure("a host's turn without a delivery") }
        if waiting[host]?.isEmpty == true { waiting[host] = nil } else { turns.append(host) }
        let running = underWay[host] ?? 0
        underWay[host] = running + 1
        underWayCount += 1
        if running >= Self.share { extraUnderWay += 1 }
        count -= 1
        return taken
    }

    /// One that went out to this host has ended; `isQuick`: with an answer, and soon.
    mutating func finish(_ host: String, isQuick: Bool) {
        guard let running = underWay[host] else { preconditionFailure("a delivery ends that did not begin") }
        underWay[host] = running > 1 ? running - 1 : nil
        underWayCount -= 1
        if running > Self.share { extraUnderWay -= 1 }
        if isQuick {
            if shares.count >= Self.memory { shares.removeAll() }
            shares[host] = min(share(of: host) + 1, Self.largestShare)
        } else {
            shares[host] = nil
        }
    }

    /// Whether a host has earned more than what each has.
    func isQuick(_ host: String) -> Bool { share(of: host) > Self.share }

    private func share(of host: String) -> Int { shares[host] ?? Self.share }

    private func mayStart(_ host: String) -> Bool {
        let running = underWay[host] ?? 0
        return running < Self.share || (running < share(of: host) && extraUnderWay < Self.extraWidth)
    }
}
