import Deductions
import Ledger
import MariaDB
import Merchants
import Payers
import Threading
import Values

/// What the account page shows.
struct AccountView: Sendable {
    let office: PageOffice
    let visit: PageVisit

    /// Lines of a statement on one page.
    private static let lineCount = 20

    /// The form for payers who are not signed in.
    func signIn(_ trouble: PageTrouble?) -> Page {
        let (token, cookie) = office.token(nil, visit)
        var values: [String: PageValue] = [
            "token": .text(token), "login": .text(visit.form["login"]),
            "asks_shop": .group(["shop_number": .text(visit.form["shop"])]),
        ]
        if let trouble { values["trouble"] = .text(trouble.text(visit.language)) }
        var page = Page(trouble?.status ?? 200, "account", values)
        page.retryAfterSeconds = trouble?.retryAfterSeconds
        if let cookie { page.cookies.append(cookie) }
        return page
    }

    /// The account of a payer who is signed in.
    func account(
        _ session: PageSession, trouble: PageTrouble? = nil, news: PageWord? = nil
    ) throws(Page) -> Page {
        let place = visit.asked("before").flatMap(StatementPlace.init(text:))
        let found = try office.reading(visit) { () throws(DatabaseFailure) in
            try office.records.endHolds(of: session.payer, visit.deadline)
            return (
                payer: try office.records.payer(session.payer, visit.deadline),
                lines: try office.records.statement(
                    of: session.payer, behind: place, limit: Self.lineCount + 1, visit.deadline),
                holds: try office.records.holds(of: session.payer, visit.deadline)
            )
        }
        guard let view = found.payer else { throw .away(visit) }
        let library = PageLibrary.shared
        var visitor: [String: PageValue] = [
            "login": .text(view.payer.login),
            "place": .text(
                library.text(view.payer.merchant == nil ? .kadockPayer : .shopPayer, visit.language)),
            "wallets": .list(view.wallets.map(wallet)), "has_holds": .flag(!found.holds.isEmpty),
            "holds": .list(found.holds.map { hold($0, session) }),
            "pin_open": .flag(trouble != nil && visit.form["act"] == "pin"), "is_old": .flag(place != nil),
        ]
        let shown = found.lines.prefix(Self.lineCount)
        if !shown.isEmpty { visitor["lines"] = .group(["entries": .list(shown.map(line))]) }
        if found.lines.count > Self.lineCount, let last = shown.last?.entry {
            visitor["older"] = .text(StatementPlace(postedAt: last.postedAt, posting: last.posting).text)
        }
        var values: [String: PageValue] = [
            "visitor": .group(visitor), "token": .text(office.token(session, visit).token),
        ]
        if let trouble { values["trouble"] = .text(trouble.text(visit.language)) }
        if let news { values["news"] = .text(library.text(news, visit.language)) }
        var page = Page(trouble?.status ?? 200, "account", values)
        page.retryAfterSeconds = trouble?.retryAfterSeconds
        return page
    }

    private func wallet(_ wallet: Wallet) -> [String: PageValue] {
        var values: [String: PageValue] = ["available": .text(Money.pageText(wallet.available, wallet.currency))]
        if wallet.held > 0 { values["held"] = .text(Money.pageText(wallet.held, wallet.currency)) }
        if wallet.creditLimit > 0 { values["credit"] = .text(Money.pageText(wallet.creditLimit, wallet.currency)) }
        return values
    }

    private func line(_ line: StatementLine) -> [String: PageValue] {
        let entry = line.entry
        let currency = entry.account.currency
        let word = { (word: PageWord) in PageLibrary.shared.text(word, visit.language) }
        let goods = line.goods.map { line.isRefund ? word(.refund) + " · " + $0 : $0 }
        var values: [String: PageValue] = [
            "goods": .text(goods ?? word(.topup)), "amount": .text(Money.pageText(entry.amount, currency, plus: true)),
            "gain": .flag(entry.amount > 0), "time": .text(String(entry.postedAt.chinaText.prefix(16))),
            "moment": .text(entry.postedAt.rfc3339),
        ]
        if let shop = line.shop { values["shop"] = .text(shop) }
        if let after = entry.balanceAfter {
            values["before"] = .text(Money.pageText(after - entry.amount, currency))
            values["after"] = .text(Money.pageText(after, currency))
        }
        return values
    }

    private func hold(_ line: HoldLine, _ session: PageSession) -> [String: PageValue] {
        [
            "goods": .text(line.goods), "shop": .text(line.shop), "amount": .text(line.hold.money.pageText),
            "until": .text(String(line.hold.expiresAt.chinaText.prefix(16))),
            "mine": .flag(line.awaitsPayer), "payment": .text(line.hold.payment.text),
            "asks_pin": .flag(office.asksPIN(session)),
        ]
    }
}
