package import Values

/// What a payment says of how its shop is told of it.
package struct NotifyTerms: Sendable {
    package let payment: Identifier
    package let outTradeNo: String
    package let notifyURL: String?
    package let door: PaymentTerms.Door
}
