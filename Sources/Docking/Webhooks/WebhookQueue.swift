/// The webhooks that a sender has taken: which of them may go out now.
///
/// A host that answers late or not at all has two of the threads and a few places here, and costs the others nothing.
struct WebhookQueue: Sendable {
    /// Webhooks under way at the same time, in all.
    static let width = 16
    static let widthPerHost = 2
    static let depthPerHost = 16
    static let depth = 128

    private var waiting: [String: [Webhook]] = [:]
    /// Hosts that have something waiting, the one whose turn it is first.
    private var turns: [String] = []
    private var underWay: [String: Int] = [:]
    private var count = 0
    private var underWayCount = 0

    /// Whether nothing is under way.
    var isIdle: Bool { underWayCount == 0 }

    /// How many more may be taken.
    var room: Int { Self.depth - count }

    /// Takes a webhook in; false when its host has enough of them here.
    mutating func add(_ webhook: Webhook) -> Bool {
        let own = waiting[webhook.host]?.count ?? 0
        guard own < Self.depthPerHost else { return false }
        if own == 0 { turns.append(webhook.host) }
        waiting[webhook.host, default: []].append(webhook)
        count += 1
        return true
    }

    /// The next webhook that may go out, host after host; nil: none for now.
    mutating func start() -> Webhook? {
        guard underWayCount < Self.width,
            let turn = turns.firstIndex(where: { underWay[$0] ?? 0 < Self.widthPerHost })
        else { return nil }
        let host = turns.remove(at: turn)
        guard let webhook = waiting[host]?.removeFirst() else { preconditionFailure("a host's turn without a webhook") }
        if waiting[host]?.isEmpty == true { waiting[host] = nil } else { turns.append(host) }
        underWay[host, default: 0] += 1
        underWayCount += 1
        count -= 1
        return webhook
    }

    /// One that went out to this host has ended.
    mutating func finish(_ host: String) {
        guard let running = underWay[host] else { preconditionFailure("a webhook ends that did not begin") }
        underWay[host] = running > 1 ? running - 1 : nil
        underWayCount -= 1
    }
}
