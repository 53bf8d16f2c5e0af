/// How a payment moves its money.
package enum Mode: String, Sendable, CaseIterable {
    case realtime, batch, preauth, hybrid
}
