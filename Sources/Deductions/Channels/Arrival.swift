package import Channels
import Ledger
package import Values

/// A channel says that money has arrived for a payment. The channel's number is the key: said twice, it counts once.
///
/// A payment that waits takes what it needs. What is too much, too little, too late or there already ends at once: in
/// the wallet of the payer, where one is known, else on its way back to the channel.
package struct Arrival: Command {
    package let payment: Identifier
    /// The payment's merchant.
    package let merchant: Identifier
    package let trade: ChannelTrade
    /// What arrived, in minor units of the payment's currency.
    package let amount: Int64
    /// On which days the merchant's payments count. Money that has arrived is never refused: it counts even beyond.
    package let caps: DayCaps?
    package let claim: Claim?

    package init(
        payment: Identifier, merchant: Identifier, trade: ChannelTrade, amount: Int64, caps: DayCaps? = nil,
        digest: [UInt8]
    ) {
        self.caps = caps
        self.payment = payment
        self.merchant = merchant
        self.trade = trade
        self.amount = amount
        claim = Claim(
            merchant: .system, kind: .receipt, key: Array("\(trade.channel):\(trade.number)".utf8), digest: digest)
    }

    package var affinity: Identifier { payment }
    package var namedPayment: Identifier? { payment }
    package var answerKind: AnswerKind { .receipt }

    package func reach(_ link: PaymentLink?) -> Reach {
        var reach = Reach()
        reach.payments = [payment]
        if let payer = link?.payer { reach.payers = [payer] }
        reach.credited = [merchant]
        reach.todays = caps.todays(of: merchant)
        return reach
    }

    package func apply(_ id: Identifier, to books: inout Books) -> Outcome {
        guard var payment = books.payments[payment], payment.terms.merchant == merchant else {
            return .refused(.notFound)
        }
        let money = payment.terms.money
        let isWaiting = payment.standing.state == .pending && books.now < payment.payableUntil
        let takes = isWaiting && amount >= money.minor
        let surplus = takes ? amount - money.minor : amount
        guard amount > 0, !payment.standing.surplus.addingReportingOverflow(surplus).overflow else {
            return .refused(.amountExceeded)
        }
        let ending = surplus == 0 ? nil : ending(surplus, payment, books)
        let receipt = ChannelReceipt(
            id: id, payment: payment.terms.id, merchant: merchant, trade: trade, money: Money(amount, money.currency),
            surplus: surplus, ending: ending, receivedAt: books.now)

        let fee = takes ? payment.terms.fee(ofCapturing: money.minor, after: 0) : 0
        post(receipt, payment, fee: fee, &books)
        if ending == .returned { books.add(back(receipt)) }
        books.add(receipt)
        // Its time may be over without anybody having noticed.
        if payment.standing.state == .pending, !isWaiting { payment.standing.state = .expired }
        let type = eventType(payment.standing.state, takes)
        payment.standing.surplus += surplus
        if takes {
            payment.standing.state = .captured
            payment.standing.captured = money.minor
            payment.standing.trade = trade
            payment.standing.fee = fee
            payment.standing.countedOn = books.day(of: payment.terms, caps)
        }
        books.move(payment, event: id, type: type, data: ReceiptNote(receipt).json)
        return .receipt(receipt)
    }

    /// Into the wallet of whoever is known to be the payer, if it has one in this currency that is locked and whole.
    private func ending(_ surplus: Int64, _ payment: Payment, _ books: Books) -> ChannelReceipt.Ending {
        guard let wallet = wallet(payment, books), books.canAdd(surplus, to: wallet) else { return .returned }
        return .credited
    }

    private func wallet(_ payment: Payment, _ books: Books) -> Wallet? {
        books.wallet(of: payment).flatMap { books.isFrozen($0) ? nil : $0 }
    }

    private func post(_ receipt: ChannelReceipt, _ payment: Payment, fee: Int64, _ books: inout Books) {
        let currency = receipt.money.currency
        var legs: [(AccountKey, Int64)] =
            [
                (.system(.world, currency), -receipt.money.minor)
            ] + payment.terms.income(receipt.money.minor - receipt.surplus, fee: fee)
        switch receipt.ending {
        case .credited: if let wallet = wallet(payment, books) { legs.append((wallet.key, receipt.surplus)) }
        case .returned: legs.append((.system(.clearing, currency), receipt.surplus))
        case nil: break
        }
        books.post(receipt.id, for: payment.terms.id, legs)
    }

    private func back(_ receipt: ChannelReceipt) -> ChannelReturn {
        ChannelReturn(
            id: receipt.id, payment: receipt.payment, merchant: merchant, trade: trade, cause: .surplus,
            money: Money(receipt.surplus, receipt.money.currency), state: .pending, createdAt: receipt.receivedAt)
    }

    /// nil: the one of the state it goes to.
    private func eventType(_ state: PaymentState, _ takes: Bool) -> String? {
        switch state {
        case .pending: takes ? nil : "anomaly"
        case .captured, .held, .challenged, .queued: "payment.double_paid"
        case .expired, .voided, .declined: "payment.late_paid"
        }
    }
}
