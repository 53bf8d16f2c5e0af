import Deductions
import MariaDB
import Merchants
import Threading
import Values

/// What a visit to the account page leads to. Looking changes nothing; each form does one thing.
struct AccountDesk: Sendable {
    let office: PageOffice
    let visit: PageVisit

    private var view: AccountView { AccountView(office: office, visit: visit) }

    /// Reads the visit and does what its form asks for.
    func response() throws(Page) -> Response {
        let session = try office.session(visit)
        guard visit.isPost else { return try look(session) }
        try office.checkForm(session, visit)
        switch (visit.form["act"], session) {
        case ("sign-in", nil): return try signIn()
        case ("sign-out", let session?):
            return try office.signOut(session, visit)
        case ("sign-out-everywhere", let session?):
            try office.asking(visit) { () throws(Problem) in
                try office.signIn.signOutEverywhere(session.payer, deadline: visit.deadline)
            }
            return try office.signOut(session, visit)
        case ("pin", let session?): return try changePIN(session)
        case ("capture", let session?): return try capture(session)
        default: return PageOffice.redirect(to: visit.path)
        }
    }

    private func look(_ session: PageSession?) throws(Page) -> Response {
        guard let session else { return view.signIn(nil).response(visit) }
        let news: PageWord? =
            switch visit.asked("news") {
            case "pin": .pinChanged
            case "received": .received
            default: nil
            }
        return try view.account(session, news: news).response(visit)
    }

    /// The payer says that the goods are there.
    private func capture(_ session: PageSession) throws(Page) -> Response {
        let hold = try office.reading(visit) { () throws(DatabaseFailure) in
            try office.records.holds(of: session.payer, visit.deadline)
                .first { $0.hold.payment.text == visit.form["payment"] }
        }
        guard let hold, hold.awaitsPayer else { return try view.account(session, news: .released).response(visit) }
        if office.asksPIN(session), let trouble = try PageSignIn(office: office, visit: visit).proof(of: session) {
            return try view.account(session, trouble: trouble).response(visit)
        }
        let command = PayerCapture(merchant: hold.merchant, payment: hold.hold.payment, payer: session.payer)
        switch office.decide(command, visit) {
        case .answered(.payment, _): return PageOffice.redirect(to: visit.path + "?news=received")
        case .answered(.refused, _): return try view.account(session, news: .released).response(visit)
        case .unresolved: throw .notice(503, .unresolved, .unresolvedDetail, visit, again: true)
        case .answered, .overloaded, .overQuota, .unavailable, .stale: throw .away(visit)
        }
    }

    private func signIn() throws(Page) -> Response {
        switch try PageSignIn(office: office, visit: visit).attempt(of: try owner()) {
        case .signedIn(let cookie): return PageOffice.redirect(to: visit.path, cookies: [cookie])
        case .refused(let trouble): return view.signIn(trouble).response(visit)
        }
    }

    /// The merchant whose number the form has; nil without a number: the platform. A shop that does not exist is one
    /// without payers, so that trying tells nobody which numbers there are.
    private func owner() throws(Page) -> Identifier? {
        let text = visit.form["shop"].trimmingSpaceAndTab
        guard !text.isEmpty else { return nil }
        guard text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let pid = Int64(text) else {
            return Self.nobody
        }
        let merchant = try office.reading(visit) { () throws(DatabaseFailure) in
            try office.records.merchant(pid: pid, visit.deadline)
        }
        return merchant?.id ?? Self.nobody
    }

    /// No merchant has the first of all identifiers.
    private static let nobody = Identifier(1)

    private func changePIN(_ session: PageSession) throws(Page) -> Response {
        guard let pin = visit.form.pin(), let new = visit.form.pin("new_pin") else {
            return try view.account(session, trouble: .pinNeeded).response(visit)
        }
        guard new == visit.form["new_pin_again"] else {
            return try view.account(session, trouble: .pinsDiffer).response(visit)
        }
        guard new != pin else { return try view.account(session, trouble: .pinUnchanged).response(visit) }
        let answer = try office.asking(visit) { () throws(Problem) in
            try office.signIn.changePIN(
                session.session, current: pin, new: new, address: visit.request.remoteAddress,
                requestID: visit.request.requestID, deadline: visit.deadline)
        }
        let trouble: PageTrouble
        switch answer {
        case .changed: return PageOffice.redirect(to: visit.path + "?news=pin")
        case .trivial: trouble = .pinTrivial
        case .wrong(let left): trouble = .wrongPIN(triesLeft: left)
        case .locked(let end): trouble = .locked(until: end)
        case .crowded(let seconds): trouble = .crowded(seconds: seconds)
        }
        return try view.account(session, trouble: trouble).response(visit)
    }
}
