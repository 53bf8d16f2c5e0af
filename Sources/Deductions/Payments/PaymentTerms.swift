package import Events
package import Policies
package import Values

/// What was asked for: never changed after the payment is made.
package struct PaymentTerms: Equatable, Sendable {
    package var id: Identifier
    package let merchant: Identifier
    /// nil: nobody named; the cashier finds out.
    package let payer: Identifier?
    /// The shop's order number, compared as bytes.
    package let outTradeNo: String
    package var mode: Mode
    /// What the caller wrote, nil for nothing; `auto` is a wish, not a mode.
    package let requestedMode: String?
    /// nil: not held, but captured at once.
    package let hold: HoldTerms?
    /// What the merchant's policy said of it; nil: the merchant never set one.
    package let policy: PolicyTerms?
    /// Where the money comes from: `balance` is our own ledger.
    package let channel: String
    package let money: Money
    package let subject: String
    package let scenario: String?
    package let notifyURL: String?
    package let returnURL: String?
    /// The caller's description of the payer's device, as JSON. Personal data: may be forgotten.
    package let client: [UInt8]?
    /// The caller's own JSON object, returned as it came.
    package let metadata: [UInt8]?
    /// What the protocol of the door that took the payment wants to see again, as JSON of that door's making.
    package let docking: [UInt8]?
    package var createdAt: Timestamp

    /// The protocols that payments come in by.
    package enum Door: Sendable {
        case v1, epay

        /// Another door than ours leaves word of what it wants to see again.
        init(leavesWord: Bool) { self = leavesWord ? .epay : .v1 }
    }

    package init(
        id: Identifier, merchant: Identifier, payer: Identifier?, outTradeNo: String, mode: Mode,
        requestedMode: String?, hold: HoldTerms? = nil, policy: PolicyTerms? = nil, channel: String, money: Money,
        subject: String,
        scenario: String?,
        notifyURL: String?, returnURL: String?, client: [UInt8]?, metadata: [UInt8]?, docking: [UInt8]? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.merchant = merchant
        self.payer = payer
        self.outTradeNo = outTradeNo
        self.mode = mode
        self.requestedMode = requestedMode
        self.hold = hold
        self.policy = policy
        self.channel = channel
        self.money = money
        self.subject = subject
        self.scenario = scenario
        self.notifyURL = notifyURL
        self.returnURL = returnURL
        self.client = client
        self.metadata = metadata
        self.docking = docking
        self.createdAt = createdAt
    }

    /// The door that took the payment: another one than ours leaves word of what it wants to see again.
    package var door: Door { Door(leavesWord: docking != nil) }

    /// Whether the shop is told of an event of this payment at its address: one of our own API of every event, one of
    /// another protocol only that the payment is paid.
    package func tells(of event: Event) -> Bool {
        guard notifyURL != nil else { return false }
        return door == .v1 || (event.state == .captured && event.from != .captured)
    }
}
