/// What each host has of a queue's threads and places, or each merchant.
///
/// One begins with a few threads. If it answers quickly it gets more; an answer that is late or missing takes half of
/// them, so that one hiccup costs little, and when those few are left it is slow until it answers quickly again. Half
/// of the threads is never given beyond those few.
/// With places it is the same: of those beyond the few of each, quick ones may have as many as there are, and all of
/// them together leave the rest alone.
struct DeliveryShares<Party: Hashable & Sendable>: Sendable {
    /// Of what they have beyond their two threads, so many are under way at most.
    private static var extraWidth: Int { DeliveryQueue.width / 2 }
    /// So many are remembered as quick, and as slow.
    private static var memory: Int { 10_000 }

    private let share: Int
    private let largestShare: Int
    private let places: Int

    private var waiting: [Party: Int] = [:]
    private var underWay: [Party: Int] = [:]
    /// The threads of quick ones.
    private var earned: [Party: Int] = [:]
    private var slow: Set<Party> = []
    /// What waits in places beyond the few of each.
    private var extraWaiting = 0
    private var extraUnderWay = 0

    /// The threads that each has, those that a quick one may have, and the places that each has.
    init(share: Int, largestShare: Int, places: Int) {
        self.share = share
        self.largestShare = largestShare
        self.places = places
    }

    /// How many find a place even if they are all for one that is quick, and at least what each has.
    var room: Int { max(places, DeliveryQueue.extraDepth - extraWaiting) }

    /// Quick ones have earned more than what each has.
    func pace(_ party: Party) -> DeliveryPace { isSlow(party) ? .slow : earned[party] == nil ? .unknown : .quick }

    /// Whether its last answer was late or missing.
    func isSlow(_ party: Party) -> Bool { slow.contains(party) }

    func hasPlace(_ party: Party) -> Bool {
        waiting[party] ?? 0 < places || (earned[party] != nil && extraWaiting < DeliveryQueue.extraDepth)
    }

    func mayStart(_ party: Party) -> Bool {
        let running = underWay[party] ?? 0
        return running < share
            || (running < earned[party] ?? share && extraUnderWay < Self.extraWidth)
    }

    /// One of its deliveries begins to wait.
    mutating func enter(_ party: Party) {
        let own = waiting[party] ?? 0
        waiting[party] = own + 1
        if own >= places { extraWaiting += 1 }
    }

    /// One of its deliveries that waited goes out.
    mutating func start(_ party: Party) {
        guard let own = waiting[party] else { preconditionFailure("a delivery goes out that did not wait") }
        waiting[party] = own > 1 ? own - 1 : nil
        if own > places { extraWaiting -= 1 }
        let running = underWay[party] ?? 0
        underWay[party] = running + 1
        if running >= share { extraUnderWay += 1 }
    }

    /// One that went out has ended; `isQuick`: with an answer, and soon.
    mutating func finish(_ party: Party, isQuick: Bool) {
        guard let running = underWay[party] else { preconditionFailure("a delivery ends that did not begin") }
        underWay[party] = running > 1 ? running - 1 : nil
        if running > share { extraUnderWay -= 1 }
        if isQuick {
            slow.remove(party)
            if earned.count >= Self.memory, earned[party] == nil { earned.removeAll() }
            earned[party] = min((earned[party] ?? share) + 1, largestShare)
        } else if let own = earned[party], own / 2 > share {
            earned[party] = own / 2
        } else {
            earned[party] = nil
            if slow.count >= Self.memory, !slow.contains(party) { slow.removeAll() }
            slow.insert(party)
        }
    }
}
