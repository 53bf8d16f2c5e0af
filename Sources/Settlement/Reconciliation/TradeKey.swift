/// What a statement and our records have in common: a trade's kind and number.
package struct TradeKey: Hashable, Sendable {
    package let kind: TradeKind
    /// 1 to 64 bytes of 0x21–0x7E.
    package let number: String

    package init(_ kind: TradeKind, _ number: String) {
        self.kind = kind
        self.number = number
    }
}
