/// What a line of a channel's statement tells of.
package enum TradeKind: String, Sendable, CaseIterable {
    /// Money that came for a payment, under the channel's own number.
    case payment
    /// Money that went back, under the number by which we asked for that: nineteen digits, the return's id. A trade may
    /// be given back in many parts.
    case refund
}
