import MariaDB
import OpenSSL
import Payers
import Testing
import Threading
import Values

@testable import Docking

@Suite("Signing in, on a database")
struct SignInTests {
    private let lobby: PINLobby

    init() throws { lobby = try PINLobby() }

    private var lockEnd: Timestamp {
        Timestamp(microseconds: lobby.now.microseconds + PINGuard.lockMicroseconds)
    }

    @Test("L5 five wrong PINs lock, the right one is refused then, and after the time it is not")
    func lock() throws {
        let desk = lobby.desk()
        for left in (1...4).reversed() { #expect(try lobby.signIn("000001", at: desk) == .wrong(triesLeft: left)) }
        let end = lockEnd
        #expect(try lobby.signIn("000001", at: desk) == .locked(until: end))
        #expect(try lobby.signIn(PINLobby.pin, at: desk) == .locked(until: end))
        // Nor does a desk that begins now, as after a restart, know better.
        #expect(try lobby.signIn(PINLobby.pin) == .locked(until: end))
        #expect(lobby.looks.withLock { $0 } == 5)
        lobby.pass(seconds: 900)
        #expect(try lobby.signIn("000001") == .wrong(triesLeft: 4))
        guard case .signedIn = try lobby.signIn(PINLobby.pin) else { throw SignatureFailure.invalid("still locked") }
        #expect(try lobby.signIn("000001") == .wrong(triesLeft: 4), "a right one makes the count begin anew")
    }

    @Test("L5 the lock is told to the log once, by ids and not by names")
    func alarm() throws {
        for number in 1...6 { _ = try lobby.signIn("000001", as: "alarm-\(number)") }
        let payer = try #require(lobby.payer)
        #expect(
            lobby.lines.withLock { $0 }
                == ["payer locked after wrong PINs payer=\(payer.text) request=alarm-5"])
    }

    @Test("A wrong PIN that nginx brings twice counts once, a right one signs in")
    func repeated() throws {
        for _ in 1...7 { #expect(try lobby.signIn("000001", as: "twice-\(lobby.login)") == .wrong(triesLeft: 4)) }
        #expect(try lobby.signIn("000001") == .wrong(triesLeft: 3))
        #expect(try lobby.signIn("000001", as: "twice-\(lobby.login)") == .wrong(triesLeft: 4))
        #expect(try lobby.signIn("000001") == .wrong(triesLeft: 2))
        // A request without a name is like no other.
        #expect(try lobby.signIn("000001", as: "") == .wrong(triesLeft: 1))
        #expect(try lobby.signIn("000001", as: "") == .locked(until: lockEnd))
    }

    @Test("L5 sixteen at once, at eight workers: no more than five wrong PINs are looked at")
    func crowd() throws {
        let answers = Guarded<[SignInAnswer]>([])
        let desks = (0..<8).map { _ in lobby.desk() }
        let threads = (0..<16).map { number in
            JoinableThread(name: "guesser") { [lobby] in
                do {
                    let answer = try lobby.signIn("00001\(number % 10)", at: desks[number / 2])
                    answers.withLock { $0.append(answer) }
                } catch {
                    Issue.record(error)
                }
            }
        }
        for thread in threads { thread.join() }
        #expect(lobby.looks.withLock { $0 } == 5)
        let given = answers.withLock { $0 }
        #expect(given.count == 16)
        #expect((1...4).allSatisfy { left in given.filter { $0 == .wrong(triesLeft: left) }.count == 1 })
        #expect(given.filter { $0 == .locked(until: lockEnd) }.count == 12)
    }

    @Test("L5 thirty wrong PINs from one address, with whatever login, and it has to wait; right ones do not count")
    func address() throws {
        let place = lobby.address
        let tenth = try (0..<6).map { _ in try PINLobby() }
        let desk = lobby.desk()
        lobby.clock.withLock { $0 = $0 / 60_000_000 * 60_000_000 }
        for other in tenth {
            other.clock.withLock { $0 = lobby.now.microseconds }
            for _ in 1...5 { _ = try other.signIn("000001", from: place) }
        }
        #expect(try lobby.signIn(PINLobby.pin, at: desk) == .crowded(retryAfterSeconds: 600))
        #expect(lobby.looks.withLock { $0 } == 0)
        let line = "too many wrong PINs from one address payer=\(lobby.payer?.text ?? "") request=crowded"
        _ = try lobby.signIn(PINLobby.pin, as: "crowded")
        #expect(lobby.lines.withLock { $0.last } == line)
        // The same network of IPv6 is the same place, another one is not.
        let neighbour = place.replacing("::1", with: ":ffff::2")
        #expect(try lobby.signIn(PINLobby.pin, from: neighbour) == .crowded(retryAfterSeconds: 600))
        guard case .signedIn = try lobby.signIn(PINLobby.pin, from: "192.0.2.77") else {
            throw SignatureFailure.invalid("another address is crowded")
        }
        lobby.pass(seconds: 600)
        for _ in 1...31 {
            guard case .signedIn = try lobby.signIn(PINLobby.pin) else {
                throw SignatureFailure.invalid("right PINs crowd")
            }
        }
    }

    @Test("A login that nobody has answers, counts, locks and costs like one that somebody has")
    func unknown() throws {
        let nobody = try PINLobby(isKnown: false)
        nobody.clock.withLock { $0 = lobby.now.microseconds }
        for _ in 1...7 { #expect(try nobody.signIn(PINLobby.pin) == lobby.signIn("000001")) }
        #expect(nobody.looks.withLock { $0 } == 5)
        #expect(nobody.lines.withLock { $0.count } == 1)
    }

    @Test("A blocked payer may sign in: it cannot pay, but look")
    func blocked() throws {
        let payer = try #require(lobby.payer)
        try lobby.database { session throws(DatabaseFailure) in
            try PayerStore.setState(.blocked, of: payer, session)
        }
        #expect(try lobby.signedIn().session.payer == payer)
    }

    @Test("L2 every sign-in makes a token of its own, and the database has only its hash")
    func token() throws {
        let (first, second) = (try lobby.signedIn(), try lobby.signedIn())
        #expect(first.token != second.token && first.token.utf8.count == 43)
        let bytes = try #require(Base64.decodeURL(first.token))
        let columns = try lobby.database { session throws(DatabaseFailure) in
            try session.query("SELECT * FROM payer_session WHERE session_key = \(Digest.sha256(bytes))")
                .map { row in (0..<row.count).map { row.bytes($0) } }
        }
        #expect(columns.count == 1)
        #expect(!columns.joined().contains(bytes) && !columns.joined().contains(Array(first.token.utf8)))
        #expect(try lobby.session(first.token) == first.session)
        #expect(try lobby.session(Base64.encodeURL(first.session.key)) == nil, "the hash opens nothing")
        for wrong in ["", "x", first.token + "A", String(first.token.dropLast())] {
            #expect(try lobby.session(wrong) == nil)
        }
    }

    @Test("Half an hour unseen, or twelve hours in all, and a session is over")
    func over() throws {
        let (unseen, seen) = (try lobby.signedIn().token, try lobby.signedIn().token)
        lobby.pass(seconds: 1_799)
        #expect(try lobby.session(seen) != nil)
        lobby.pass(seconds: 1)
        #expect(try lobby.session(unseen) == nil)
        for _ in 1...24 {
            #expect(try lobby.session(seen) != nil)
            lobby.pass(seconds: 1_700)
        }
        #expect(try lobby.session(seen) != nil)
        lobby.pass(seconds: 43_200 - 1_800 - 24 * 1_700 - 1)
        #expect(try lobby.session(seen) != nil)
        lobby.pass(seconds: 1)
        #expect(try lobby.session(seen) == nil)
    }

    @Test("What is over is forgotten, what is not stays")
    func pruning() throws {
        // Long ago, so that nothing of the other tests is old enough to go.
        lobby.pass(seconds: -1_000_000_000)
        let old = try lobby.signedIn().session
        _ = try lobby.signIn("000001")
        lobby.pass(seconds: 1_000)
        let fresh = try lobby.signedIn().session
        let moment = Timestamp(microseconds: old.seenAt.microseconds + PayerSession.idleMicroseconds)
        try SignInPruner.prune(lobby.counter.worker, at: moment)
        let kept = try lobby.database { session throws(DatabaseFailure) in
            (
                try PayerSessionStore.session(old.key, session), try PayerSessionStore.session(fresh.key, session),
                try session.query(
                    "SELECT 1 FROM sign_in_attempt WHERE address = \(PINTry.network(lobby.address))"
                ).count
            )
        }
        #expect(kept.0 == nil && kept.1 == fresh && kept.2 == 0)
    }
}
