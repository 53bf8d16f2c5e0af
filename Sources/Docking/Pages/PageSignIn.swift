import Threading
import Values

/// A sign-in form, tried.
struct PageSignIn: Sendable {
    enum Answer: Sendable {
        /// With the cookie that says so.
        case signedIn(cookie: String)
        case refused(PageTrouble)
    }

    let office: PageOffice
    let visit: PageVisit

    /// Tries the form's login and PIN. `owner`: the merchant whose payer it is, nil for one of the platform.
    func attempt(of owner: Identifier?) throws(Page) -> Answer {
        let login = visit.form["login"]
        guard (1...64).contains(login.utf8.count), !login.hasControlCharacters else { return .refused(.loginNeeded) }
        guard let pin = visit.form.pin() else { return .refused(.pinNeeded) }
        let answer = try office.asking(visit) { () throws(Problem) in
            try office.signIn.signIn(
                login: login, merchant: owner, pin: pin, address: visit.request.remoteAddress,
                requestID: visit.request.requestID, deadline: visit.deadline)
        }
        switch answer {
        case .signedIn(_, let token): return .signedIn(cookie: PageCookies.set(.session, token))
        case .wrong(let left): return .refused(.wrong(triesLeft: left))
        case .locked(let end): return .refused(.locked(until: end))
        case .crowded(let seconds): return .refused(.crowded(seconds: seconds))
        }
    }

    /// Tries the form's PIN for somebody who is signed in; nil: it was right.
    func proof(of session: PageSession) throws(Page) -> PageTrouble? {
        guard let pin = visit.form.pin() else { return .pinNeeded }
        let answer = try office.asking(visit) { () throws(Problem) in
            try office.signIn.prove(
                session.session, pin: pin, address: visit.request.remoteAddress, requestID: visit.request.requestID,
                deadline: visit.deadline)
        }
        switch answer {
        case .right: return nil
        case .wrong(let left): return .wrongPIN(triesLeft: left)
        case .locked(let end): return .locked(until: end)
        case .crowded(let seconds): return .crowded(seconds: seconds)
        }
    }
}
