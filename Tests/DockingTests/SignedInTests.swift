import MariaDB
import Payers
import Testing
import Threading
import Values

@testable import Docking

@Suite("Payers who are signed in, on a database")
struct SignedInTests {
    private let lobby: PINLobby

    init() throws { lobby = try PINLobby() }

    private func prove(_ session: PayerSession, _ pin: String) throws -> ProofAnswer {
        try lobby.desk().prove(
            session, pin: pin, address: lobby.address, requestID: "proof-\(lobby.counter.next())",
            deadline: PINLobby.deadline)
    }

    private func change(_ session: PayerSession, _ current: String, _ new: String) throws -> PINChangeAnswer {
        try lobby.desk().changePIN(
            session, current: current, new: new, address: lobby.address,
            requestID: "change-\(lobby.counter.next())", deadline: PINLobby.deadline)
    }

    @Test(
        "A PIN given again renews the proof; wrong ones count apart: nobody outside locks out who is inside"
    )
    func proof() throws {
        let (session, token) = try lobby.signedIn()
        lobby.pass(seconds: 400)
        #expect(try lobby.signIn("000001") == .wrong(triesLeft: 4))
        #expect(try prove(session, "000001") == .wrong(triesLeft: 4))
        #expect(try lobby.session(token)?.provedAt == session.provedAt)
        #expect(try prove(session, PINLobby.pin) == .right)
        #expect(try lobby.session(token)?.provedAt == lobby.now)
        #expect(lobby.now != session.provedAt)
        for _ in 1...4 { _ = try prove(session, "000001") }
        let end = Timestamp(microseconds: lobby.now.microseconds + PINGuard.lockMicroseconds)
        #expect(try prove(session, "000001") == .locked(until: end))
        #expect(try prove(session, PINLobby.pin) == .locked(until: end))
        for _ in 1...5 { _ = try lobby.signIn("000001") }
        #expect(try lobby.signIn(PINLobby.pin) == .locked(until: end))
    }

    @Test("Signing out ends this session, everywhere all of the payer's and nobody else's")
    func signOut() throws {
        let other = try PINLobby().signedIn().token
        let tokens = try (0..<3).map { _ in try lobby.signedIn().token }
        try lobby.desk().signOut(try #require(SessionToken(text: tokens[0])), deadline: PINLobby.deadline)
        #expect(try tokens.map { try lobby.session($0) == nil } == [true, false, false])
        try lobby.desk().signOutEverywhere(try #require(lobby.payer), deadline: PINLobby.deadline)
        #expect(try tokens.allSatisfy { try lobby.session($0) == nil })
        #expect(try lobby.session(other) != nil)
    }

    @Test("Another PIN ends the payer's other sessions and opens the door instead of the old one")
    func change() throws {
        let (session, token) = try lobby.signedIn()
        let other = try lobby.signedIn().token
        #expect(try change(session, "000001", "314159") == .wrong(triesLeft: 4))
        #expect(try lobby.session(other) != nil)
        #expect(try change(session, PINLobby.pin, "314159") == .changed)
        #expect(try lobby.session(other) == nil)
        #expect(try lobby.session(token) != nil)
        #expect(try lobby.signIn(PINLobby.pin) == .wrong(triesLeft: 4))
        guard case .signedIn = try lobby.signIn("314159") else { throw SignatureFailure.invalid("the new PIN") }
    }

    @Test("A PIN that is easily guessed is refused, and the current one not even looked at")
    func trivial() throws {
        let session = try lobby.signedIn().session
        #expect(try change(session, "000001", "123456") == .trivial)
        #expect(lobby.looks.withLock { $0 } == 1)
        #expect(try lobby.signIn("000001") == .wrong(triesLeft: 4))
    }

    @Test("A PIN changed while the old one was being looked at: nobody comes in with the old one")
    func changedMeanwhile() throws {
        let payer = try #require(lobby.payer)
        let address = lobby.counter.address
        let pin = try PIN(digits: "314159")
        let hasher = PINHasher { old, digits in
            if let session = try? Session(address) {
                try? PayerStore.setPIN(pin, of: payer, session)
                session.close()
            }
            return (try? old.matches(digits)) ?? false
        }
        let desk = SignInDesk(SessionPool(lobby.counter.worker, size: 1), hasher, lobby.desk().log)
        #expect(try lobby.signIn(PINLobby.pin, at: desk) == .wrong(triesLeft: 4))
    }

    @Test("L2 a form's token belongs to one session and is not the session's own")
    func forms() throws {
        let (mine, other) = (SessionToken(), SessionToken())
        #expect(mine.accepts(formToken: mine.formToken) && SessionToken(text: mine.text)?.formToken == mine.formToken)
        #expect(!mine.accepts(formToken: other.formToken) && !mine.accepts(formToken: ""))
        #expect(mine.formToken != mine.text)
    }

    @Test("With the places taken PINs are sent away, uncounted")
    func places() throws {
        let desk = lobby.desk()
        // A place within a place: this thread holds both.
        let problem = try desk.hasher.placed(PINLobby.deadline) { () throws(Problem) in
            try desk.hasher.placed(PINLobby.deadline) { () throws(Problem) in
                do throws(Problem) {
                    _ = try desk.signIn(
                        login: lobby.login, merchant: nil, pin: "000001", address: lobby.address, requestID: "away",
                        deadline: .milliseconds(200))
                    return ErrorCode?.none
                } catch {
                    return error.code
                }
            }
        }
        #expect(problem == .unavailable)
        #expect(try lobby.signIn("000001", at: desk) == .wrong(triesLeft: 4))
    }
}
