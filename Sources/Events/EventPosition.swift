package import Values

/// Where an event stands: in the order of all events, and in its merchant's own. Both are dense and begin with 1.
package struct EventPosition: Equatable, Sendable {
    package let event: Identifier
    package let merchant: Identifier
    package let seq: Int64
    package let merchantSeq: Int64

    package init(event: Identifier, merchant: Identifier, seq: Int64, merchantSeq: Int64) {
        self.event = event
        self.merchant = merchant
        self.seq = seq
        self.merchantSeq = merchantSeq
    }
}
