import Values

/// The deliveries that a sender has taken: which of them may go out now.
///
/// Each host has its share of threads and places, and so has each merchant; what goes out is within both. However many
/// hosts were quick and then stop to answer, however many slow ones a merchant names, they cost the others little. A
/// merchant's share is larger than a host's: one of its hosts does not hold up another. All that are known to be slow
/// leave a quarter of the threads alone, and most of the places.
struct DeliveryQueue: Sendable {
    /// Deliveries under way at the same time, in all, and of those known to be slow.
    static let width = 16
    static let slowWidth = width * 3 / 4
    /// Threads that each host has, and that a quick one may have, and the same of merchants.
    static let share = 2
    static let largestShare = 8
    static let merchantShare = share + share
    static let largestMerchantShare = largestShare + share
    /// Places of each host here and of each merchant, those that quick ones have beyond them together, all, and those
    /// of what was known to be slow when it came.
    static let places = 16
    static let merchantPlaces = places + places
    static let extraDepth = 256
    static let depth = 384
    static let slowDepth = depth / 4

    private var waiting: [String: [Place]] = [:]
    /// Hosts that have something waiting, the one whose turn it is first.
    private var turns: [String] = []
    private var underWay: [Recipient] = []
    private var hosts = DeliveryShares<String>(share: share, largestShare: largestShare, places: places)
    private var merchants = DeliveryShares<Identifier>(
        share: merchantShare, largestShare: largestMerchantShare, places: merchantPlaces)
    private var hostReturns = DeliveryReturns<String>()
    private var merchantReturns = DeliveryReturns<Identifier>()
    private(set) var count = 0
    private var slowCount = 0

    private struct Place: Sendable {
        let taken: TakenDelivery
        let isSlow: Bool
    }

    /// Whether nothing is under way.
    var isIdle: Bool { underWay.isEmpty }

    /// How many more may be taken: so many that all have places even if they are for one quick recipient, and always
    /// a few, because they may be for others.
    var room: Int { min(Self.depth - count, hosts.room, merchants.room) }

    /// Takes a delivery in; false when its host or its merchant has enough of them here.
    mutating func add(_ taken: TakenDelivery) -> Bool {
        let recipient = taken.recipient
        let isSlow = isSlow(recipient)
        guard hosts.hasPlace(recipient.host), merchants.hasPlace(recipient.merchant),
            !isSlow || slowCount < Self.slowDepth
        else { return false }
        hosts.enter(recipient.host)
        merchants.enter(recipient.merchant)
        if waiting[recipient.host] == nil { turns.append(recipient.host) }
        waiting[recipient.host, default: []].append(Place(taken: taken, isSlow: isSlow))
        count += 1
        if isSlow { slowCount += 1 }
        return true
    }

    /// Microseconds after which a delivery that found no place is due again, given back at `now`: behind what was given
    /// back of its host before, and of its merchant.
    mutating func pause(_ recipient: Recipient, now: Int64) -> Int64 {
        max(
            hostReturns.pause(recipient.host, hosts.pace(recipient.host), now: now),
            merchantReturns.pause(recipient.merchant, merchants.pace(recipient.merchant), now: now))
    }

    /// The next delivery that may go out, host after host; nil: none for now.
    mutating func start() -> TakenDelivery? {
        guard underWay.count < Self.width else { return nil }
        let maySlow = underWay.count(where: { isSlow($0) }) < Self.slowWidth
        for (turn, host) in turns.enumerated() where hosts.mayStart(host) {
            let next = waiting[host]?.firstIndex { place in
                let recipient = place.taken.recipient
                return merchants.mayStart(recipient.merchant) && (maySlow || !isSlow(recipient))
            }
            guard let next, let place = waiting[host]?.remove(at: next) else { continue }
            turns.remove(at: turn)
            if waiting[host]?.isEmpty == true { waiting[host] = nil } else { turns.append(host) }
            hosts.start(host)
            merchants.start(place.taken.recipient.merchant)
            underWay.append(place.taken.recipient)
            count -= 1
            if place.isSlow { slowCount -= 1 }
            return place.taken
        }
        return nil
    }

    /// One that went out has ended; `isQuick`: with an answer, and soon.
    mutating func finish(_ recipient: Recipient, isQuick: Bool) {
        guard let index = underWay.firstIndex(of: recipient) else {
            preconditionFailure("a delivery ends that did not begin")
        }
        underWay.remove(at: index)
        hosts.finish(recipient.host, isQuick: isQuick)
        merchants.finish(recipient.merchant, isQuick: isQuick)
    }

    private func isSlow(_ recipient: Recipient) -> Bool {
        hosts.isSlow(recipient.host) || merchants.isSlow(recipient.merchant)
    }
}
