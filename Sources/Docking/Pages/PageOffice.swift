import Deductions
import Logging
import MariaDB
import OpenSSL
import Payers
import Threading
import Values

/// What the pages share: who is signed in, what the books say, how a visit ends that cannot go on.
struct PageOffice: Sendable {
    let address: BaseAddress
    let records: PageRecords
    let signIn: SignInDesk
    let desk: any CommandDesk
    let wayBack: WayBack
    let offersSandbox: Bool
    /// Internet addresses that shops are called from.
    let egress: [String]
    let waiting: WorkPool
    let log: Logger
    let clock: @Sendable () -> Int64

    init(_ parts: GatewayParts) {
        address = parts.address
        records = parts.pages
        signIn = parts.signIn
        desk = parts.desk
        (offersSandbox, egress) = (parts.offersSandbox, parts.egress)
        wayBack = WayBack(directory: parts.directory, signer: parts.platform, epaySigner: parts.epaySigner)
        waiting = parts.threads.waiting
        log = parts.log
        clock = parts.clock
    }

    /// How long a PIN counts.
    private static let proofSeconds: Int64 = 300

    /// Whether the PIN was shown too long ago for money to move.
    func asksPIN(_ session: PageSession) -> Bool {
        now.microseconds - session.session.provedAt.microseconds > Self.proofSeconds * 1_000_000
    }

    var now: Timestamp { Timestamp(microseconds: clock() * 1_000_000) }

    /// Reads from the books; when they cannot be read the visitor is asked to come back.
    func reading<Value>(_ visit: PageVisit, _ body: () throws(DatabaseFailure) -> Value) throws(Page) -> Value {
        do {
            return try body()
        } catch {
            log.info(
                "cannot read",
                metadata: ["request_id": "\(visit.request.requestID)", "cause": "\(error.description)"])
            throw .away(visit)
        }
    }

    /// Has the engine decide, and waits for it.
    func decide(_ command: any Command, _ visit: PageVisit) -> Verdict {
        switch desk.post(command) {
        case .waiting(let ticket): ticket.verdict(visit.deadline)
        case .refused(let verdict): verdict
        }
    }

    /// Asks the desk where payers sign in; when it cannot answer the visitor is asked to come back.
    func asking<Value>(_ visit: PageVisit, _ body: () throws(Problem) -> Value) throws(Page) -> Value {
        do {
            return try body()
        } catch {
            log.info(
                "cannot sign in",
                metadata: ["request_id": "\(visit.request.requestID)", "cause": "\(error.cause ?? "")"])
            throw .away(visit)
        }
    }

    /// Who is signed in; nil: nobody.
    func session(_ visit: PageVisit) throws(Page) -> PageSession? {
        guard let text = visit.cookies[.session], let token = SessionToken(text: text) else { return nil }
        let found = try asking(visit) { () throws(Problem) in
            try signIn.session(of: token, deadline: visit.deadline)
        }
        return found.map { PageSession(session: $0, token: token) }
    }

    /// The token that forms have to repeat, and the cookie it needs if there is none yet.
    ///
    /// A session has its own. Before there is one, the token is what a cookie holds that no other site can set or read.
    func token(_ session: PageSession?, _ visit: PageVisit) -> (token: String, cookie: String?) {
        if let session { return (session.token.formToken, nil) }
        if let token = visit.cookies[.form], (20...100).contains(token.utf8.count) { return (token, nil) }
        let token = Base64.encodeURL(SecureRandom.bytes(32))
        return (token, PageCookies.set(.form, token))
    }

    /// Throws unless the form came from a page of ours that was made for this visitor.
    func checkForm(_ session: PageSession?, _ visit: PageVisit) throws(Page) {
        let given = visit.form["token"]
        let cookie = visit.cookies[.form] ?? ""
        let isOurs =
            session?.token.accepts(formToken: given)
            ?? (!cookie.isEmpty && constantTimeEqual(Array(cookie.utf8), Array(given.utf8)))
        guard !visit.isFromElsewhere(address), isOurs else {
            log.info(
                "refused", metadata: ["request_id": "\(visit.request.requestID)", "cause": "a form without its token"])
            throw .notice(403, .stale, .staleDetail, visit, again: true)
        }
    }

    /// Ends a session, and shows its page again.
    func signOut(_ session: PageSession, _ visit: PageVisit) throws(Page) -> Response {
        try asking(visit) { () throws(Problem) in
            try signIn.signOut(session.token, deadline: visit.deadline)
        }
        return Self.redirect(to: visit.path, cookies: [PageCookies.clear(.session)])
    }

    /// The same page with another language, remembered; nil: not asked for.
    func inOtherLanguage(_ visit: PageVisit) -> Response? {
        guard !visit.isPost, let language = visit.asked("lang").flatMap(PageLanguage.init(rawValue:)) else {
            return nil
        }
        return Self.redirect(
            to: visit.path, cookies: [PageCookies.set(.language, language.rawValue, seconds: 31_536_000)])
    }

    /// Sends the browser to a page by GET.
    static func redirect(to path: String, cookies: [String] = []) -> Response {
        let headers = [("location", path)] + cookies.map { ("set-cookie", $0) }
        return Response(status: 303, headers: headers.map { (name: $0.0, value: $0.1) }, body: [])
    }
}
