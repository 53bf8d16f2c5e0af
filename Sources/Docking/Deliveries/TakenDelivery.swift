import Events
import Threading

/// A delivery that a sender has taken, with what is sent.
struct TakenDelivery: Sendable {
    let delivery: Delivery
    let letter: any Letter
    /// After this there is not enough left of the lease for a try.
    let latestStart: Deadline
    /// Whom it goes to. What cannot be sent goes to a host without a name.
    let recipient: Recipient

    init(delivery: Delivery, letter: any Letter, latestStart: Deadline) {
        self.delivery = delivery
        self.letter = letter
        self.latestStart = latestStart
        recipient = Recipient(host: letter.host ?? "", merchant: delivery.merchant)
    }
}
