import Channels
import Deductions
import Merchants
import Threading
import Values

/// What the sandbox shows of a payment: how it stands, what has arrived for it, and the buttons.
struct SandboxView: Sendable {
    let office: PageOffice
    let visit: PageVisit

    /// `trouble`: what came of the button that was pressed.
    func page(
        _ bill: Bill, _ receipts: [ChannelReceipt], _ session: PageSession?, _ trouble: PageWord?
    ) -> Page {
        let library = PageLibrary.shared
        let payment = bill.payment
        var values: [String: PageValue] = [
            "shop": .text(bill.merchant.name), "goods": .text(payment.terms.subject),
            "order": .text(payment.terms.outTradeNo), "amount": .text(payment.terms.money.pageText),
            "state": .text(library.text(word(payment.standing.state), visit.language)),
            "receipts": .list(receipts.map(line)),
            "has_receipts": .flag(!receipts.isEmpty),
            "cashier": .text("/pay/\(payment.terms.id.text)"),
        ]
        if let trouble { values["trouble"] = .text(library.text(trouble, visit.language)) }
        var page = Page(trouble == .sandboxAmount ? 422 : 200, "sandbox", values)
        let (token, cookie) = office.token(session, visit)
        page.values["token"] = .text(token)
        if let cookie { page.cookies.append(cookie) }
        return page
    }

    private func line(_ receipt: ChannelReceipt) -> [String: PageValue] {
        let library = PageLibrary.shared
        let ending: PageWord =
            switch receipt.ending {
            case nil: .sandboxKept
            case .credited: .sandboxCredited
            case .returned: .sandboxReturned
            }
        return [
            "amount": .text(receipt.money.pageText), "number": .text(receipt.trade.number),
            "surplus": .text(Money.pageText(receipt.surplus, receipt.money.currency)),
            "has_surplus": .flag(receipt.surplus > 0), "ending": .text(library.text(ending, visit.language)),
        ]
    }

    private func word(_ state: PaymentState) -> PageWord {
        switch state {
        case .pending: .sandboxWaiting
        case .captured: .sandboxPaid
        case .expired: .expired
        case .declined, .voided, .queued, .held, .challenged: .closed
        }
    }
}
