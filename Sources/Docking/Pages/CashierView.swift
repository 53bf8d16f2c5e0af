import Deductions
import Ledger
import MariaDB
import Merchants
import Payers
import Threading
import Policies
import Values

/// What the cashier shows of a payment to a visitor.
struct CashierView: Sendable {
    let office: PageOffice
    let visit: PageVisit

    /// The page of a payment as it stands. `trouble` is why a form was not taken.
    func page(_ bill: Bill, _ session: PageSession?, _ trouble: PageTrouble? = nil) throws(Page) -> Page {
        let payment = bill.payment
        switch payment.standing.state {
        case .captured:
            guard let session, session.payer == payment.payer else {
                return .notice(409, .paidAlready, .paidAlreadyDetail, visit)
            }
            return try paid(bill, session)
        case .held:
            guard let session, session.payer == payment.payer else {
                return .notice(409, .paidAlready, .paidAlreadyDetail, visit)
            }
            return try setAside(bill)
        case .expired: return .notice(409, .expired, .expiredDetail, visit)
        case .declined, .voided, .queued, .challenged: return .notice(409, .closed, .closedDetail, visit)
        case .pending: break
        }
        guard office.now < payment.payableUntil else { return .notice(409, .expired, .expiredDetail, visit) }
        guard bill.merchant.state == .active else { return .notice(403, .suspended, .suspendedDetail, visit) }
        guard let session else { return try signIn(bill, trouble) }
        return try payable(bill, session, trouble)
    }

    /// Whether a signed-in payer is to be asked for consent at all.
    func isPayable(_ bill: Bill, _ session: PageSession) throws(Page) -> Bool {
        let payer = try payer(session).payer
        return bill.payment.standing.state == .pending && office.now < bill.payment.payableUntil
            && bill.merchant.state == .active && payer.state == .active && bill.payment.isPayable(by: payer)
    }

    /// Whose payers a sign-in form speaks to: those of the merchant, or nil for those of the platform.
    func owner(_ bill: Bill) throws(Page) -> Identifier? {
        guard let named = bill.payment.terms.payer else {
            return visit.form["place"] == "shop" ? bill.merchant.id : nil
        }
        return try view(of: named).payer.merchant
    }

    private func payer(_ session: PageSession) throws(Page) -> PayerView { try view(of: session.payer) }

    private func view(of payer: Identifier) throws(Page) -> PayerView {
        let found = try office.reading(visit) { () throws(DatabaseFailure) in
            try office.records.payer(payer, visit.deadline)
        }
        guard let found else { throw .away(visit) }
        return found
    }

    /// Shop, goods, amount: what all pages of a payment show.
    private func facts(_ bill: Bill) -> [String: PageValue] {
        let terms = bill.payment.terms
        return [
            "shop": .text(bill.merchant.name), "goods": .text(terms.subject), "order": .text(terms.outTradeNo),
            "amount": .text(terms.money.pageText),
        ]
    }

    private func open(_ bill: Bill, _ trouble: PageTrouble?, _ told: String?) -> Page {
        var values = facts(bill)
        let left = max(0, (bill.payment.payableUntil.microseconds - office.now.microseconds) / 1_000_000)
        let parts = [left / 3600, left / 60 % 60, left % 60].map { $0 < 10 ? "0\($0)" : String($0) }
        values["left"] = .group(["seconds": .text(String(left)), "clock": .text(parts.joined(separator: ":"))])
        if let told { values["trouble"] = .text(told) }
        var page = Page(trouble?.status ?? 200, "cashier", values)
        page.retryAfterSeconds = trouble?.retryAfterSeconds
        return page
    }

    private func signIn(_ bill: Bill, _ trouble: PageTrouble?) throws(Page) -> Page {
        var page = open(bill, trouble, trouble?.text(visit.language))
        let isAtShop = visit.form["place"] == "shop"
        if bill.payment.terms.payer == nil {
            if office.offersSandbox { page.values["sandbox"] = .text(visit.path + "/sandbox") }
            page.values["choice"] = .group(["at_shop": .flag(isAtShop), "at_kadock": .flag(!isAtShop)])
        }
        page.values["login"] = .text(visit.form["login"])
        let (token, cookie) = office.token(nil, visit)
        page.values["token"] = .text(token)
        if let cookie { page.cookies.append(cookie) }
        return page
    }

    private func payable(_ bill: Bill, _ session: PageSession, _ trouble: PageTrouble?) throws(Page) -> Page {
        let found = try payer(session)
        let token = office.token(session, visit).token
        guard bill.payment.isPayable(by: found.payer) else {
            return .notice(403, .notYours, .notYoursDetail, visit, token: token)
        }
        guard found.payer.state == .active else {
            return .notice(403, .blocked, .blockedDetail, visit, token: token)
        }
        let money = bill.payment.terms.money
        let wallet = found.wallets.first { $0.currency == money.currency }
        let missing = wallet.map { money.minor - $0.available } ?? 0
        // What cannot be paid is told before it is tried.
        let trouble = wallet == nil ? .noCurrency : missing > 0 ? trouble ?? .short : trouble
        let told = trouble?.text(
            visit.language, missing: Money.pageText(missing, money.currency), currency: money.currency.code)
        var page = open(bill, visit.isPost ? trouble : nil, told)
        let isPayable = wallet != nil && missing <= 0
        var visitor: [String: PageValue] = [
            "login": .text(found.payer.login), "payable": .flag(isPayable), "asks_pin": .flag(office.asksPIN(session)),
            "before": .text(wallet.map { Money.pageText($0.balance, money.currency) } ?? "–"),
        ]
        if bill.payment.terms.hold != nil {
            page.values["hold_hint"] = .text(PageLibrary.shared.text(holdHint(bill), visit.language))
        } else if let wallet, isPayable {
            visitor["after"] = .text(Money.pageText(wallet.balance - money.minor, money.currency))
        }
        page.values["visitor"] = .group(visitor)
        page.values["token"] = .text(token)
        return page
    }

    /// Who will say that the money is the shop's.
    private func holdHint(_ bill: Bill) -> PageWord {
        bill.payment.terms.hold?.capturer == .payer ? .holdHintPayer : .holdHint
    }

    private func setAside(_ bill: Bill) throws(Page) -> Page {
        var values = facts(bill)
        let standing = bill.payment.standing
        let now = office.now
        values["amount"] = .text(Money.pageText(standing.held, bill.payment.terms.money.currency))
        if let end = standing.holdExpiresAt { values["until"] = .text(String(end.chinaText.prefix(16))) }
        values["hold_hint"] = .text(PageLibrary.shared.text(holdHint(bill), visit.language))
        let back = try office.reading(visit) { () throws(DatabaseFailure) in
            try office.wayBack.address(of: bill, paidAt: standing.updatedAt, now: now, visit.deadline)
        }
        if let back {
            values["back"] = .text(back)
            values["refresh"] = .text("5;url=\(back)")
        }
        return Page(200, "set-aside", values)
    }

    private func paid(_ bill: Bill, _ session: PageSession) throws(Page) -> Page {
        var values = facts(bill)
        let now = office.now
        let (entry, back) = try office.reading(visit) { () throws(DatabaseFailure) -> (Entry?, String?) in
            guard let entry = try office.records.entry(bill.payment, of: session.payer, visit.deadline) else {
                return (nil, nil)
            }
            return (entry, try office.wayBack.address(of: bill, paidAt: entry.postedAt, now: now, visit.deadline))
        }
        if let entry, let after = entry.balanceAfter {
            values["before"] = .text(Money.pageText(after - entry.amount, entry.account.currency))
            values["after"] = .text(Money.pageText(after, entry.account.currency))
        }
        if let back {
            values["back"] = .text(back)
            values["refresh"] = .text("5;url=\(back)")
        }
        return Page(200, "paid", values)
    }
}
