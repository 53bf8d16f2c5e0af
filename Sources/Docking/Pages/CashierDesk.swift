import Deductions
import MariaDB
import Merchants
import Payers
import Threading
import Values

/// What a visit to the cashier leads to. Looking changes nothing; each form does one thing.
struct CashierDesk: Sendable {
    /// What is to be done next.
    enum Step: Sendable {
        case show(Page)
        case go(Response)
        /// The payer agreed: the engine decides.
        case pay(Consent, under: Int64)
    }

    let office: PageOffice
    let visit: PageVisit

    private var view: CashierView { CashierView(office: office, visit: visit) }

    /// Reads the visit.
    func step() throws(Page) -> Step {
        let bill = try bill()
        let session = try office.session(visit)
        guard visit.isPost else { return .show(try view.page(bill, session)) }
        try office.checkForm(session, visit)
        switch (visit.form["act"], session) {
        case ("sign-in", nil): return try signIn(bill)
        case ("sign-out", let session?):
            return .go(try office.signOut(session, visit))
        case ("pay", let session?): return try pay(bill, session)
        // Whatever else it was, looking at the page again does no harm.
        default: return .go(PageOffice.redirect(to: visit.path))
        }
    }

    private func bill() throws(Page) -> Bill {
        let notFound = Page.notice(404, .notFound, .notFoundDetail, visit)
        guard let text = visit.values.first, let id = Identifier(text: text) else { throw notFound }
        let found = try office.reading(visit) { () throws(DatabaseFailure) in
            try office.records.bill(id, visit.deadline)
        }
        guard let bill = found else { throw notFound }
        return bill
    }

    private func signIn(_ bill: Bill) throws(Page) -> Step {
        let owner = try view.owner(bill)
        switch try PageSignIn(office: office, visit: visit).attempt(of: owner) {
        case .signedIn(let cookie): return .go(PageOffice.redirect(to: visit.path, cookies: [cookie]))
        case .refused(let trouble): return .show(try view.page(bill, nil, trouble))
        }
    }

    private func pay(_ bill: Bill, _ session: PageSession) throws(Page) -> Step {
        // What cannot be paid by this payer shows itself, before a PIN is asked for.
        guard try view.isPayable(bill, session) else {
            let page = try view.page(bill, session)
            return page.status == 200 ? .go(PageOffice.redirect(to: visit.path)) : .show(page)
        }
        if office.asksPIN(session), let trouble = try PageSignIn(office: office, visit: visit).proof(of: session) {
            return .show(try view.page(bill, session, trouble))
        }
        let now = WallClock.now()
        return .pay(
            Consent(
                payment: bill.payment.terms.id, merchant: bill.merchant.id, payer: session.payer,
                queue: bill.payment.terms.mode == .batch ? bill.policies.queue(at: now) : nil,
                caps: bill.caps(at: now)), under: bill.merchant.version)
    }

    /// How a verdict is told. What is paid is shown by a page that is asked for by GET, so that going back or reloading
    /// never sends the form again.
    func response(_ verdict: Verdict) -> Response {
        do throws(Page) {
            switch verdict {
            case .answered(.payment, _): return PageOffice.redirect(to: visit.path)
            case .answered(.refused(let refusal), _):
                let trouble: PageTrouble? =
                    switch refusal {
                    case .insufficientFunds: .short
                    case .currencyNotHeld: .noCurrency
                    case .limitExceeded: .overCap
                    default: nil
                    }
                return try view.page(try bill(), try office.session(visit), trouble).response(visit)
            case .unresolved:
                return Page.notice(503, .unresolved, .unresolvedDetail, visit, again: true).response(visit)
            case .answered, .overloaded, .overQuota, .unavailable, .stale: throw .away(visit)
            }
        } catch {
            return error.response(visit)
        }
    }
}
