/// What the bench measures, in the order in which a round runs.
package enum Scenario: String, CaseIterable, Sendable {
    case health = "healthz"
    case charge = "charges"
    case hotMerchant = "hot-merchant"
    case bulk = "bulk"
    case hold = "holds"
    case reference = "in-process"
    case singleCommand = "one-command"
    case healthAlone = "healthz-1"
    case chargeAlone = "charges-1"
    case durableCommit = "commit-1"
    case overload = "overload"
    case sequenced = "charges-sequenced"
    case webhooks = "charges-webhooks"

    /// What a reader of the table is told.
    package var title: String {
        switch self {
        case .health: "`/healthz`, 64 connections"
        case .charge: "charges, 10,000 payers of 1,000 merchants, 64 connections"
        case .hotMerchant: "charges of one merchant, 64 connections"
        case .bulk: "bulk, 100 charges a request, 8 connections"
        case .hold: "set aside and captured, pairs, 100,000 payers, 64 connections"
        case .reference: "in-process: 64 sessions, five statements and a commit a payment, no engine"
        case .singleCommand: "engine limited to one command a transaction, 16 sessions, 64 connections"
        case .healthAlone: "`/healthz`, 1 connection"
        case .chargeAlone: "charges, 1 connection"
        case .durableCommit: "durable commits of one row, 1 session, no network"
        case .overload: "charges offered at twice the rate above, open loop"
        case .sequenced: "charges, 64 connections, events get positions"
        case .webhooks: "the same, each told to a shop on this machine"
        }
    }
}
