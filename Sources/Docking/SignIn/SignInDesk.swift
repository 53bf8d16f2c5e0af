import Deductions
package import Logging
package import MariaDB
package import Payers
package import Threading
package import Values

/// Where payers sign in, prove that it is still they, and sign out. All it knows is in the database: any worker goes on
/// where another one stopped. Whatever it cannot do now is thrown as `unavailable`.
package final class SignInDesk: Sendable {
    let sessions: SessionPool
    let hasher: PINHasher
    let log: Logger
    let clock: @Sendable () -> Timestamp

    package init(
        _ sessions: SessionPool, _ hasher: PINHasher, _ log: Logger,
        clock: @escaping @Sendable () -> Timestamp = { WallClock.now() }
    ) {
        self.sessions = sessions
        self.hasher = hasher
        self.log = log
        self.clock = clock
    }

    /// Signs a payer of a merchant (nil: of the platform) in, under a token that nobody had before. A blocked payer
    /// too: it may look, but cannot pay. `address` is the internet address that the request came from, `requestID`
    /// nginx's id, the same on all its tries of one request.
    package func signIn(
        login: String, merchant: Identifier?, pin digits: String, address: String, requestID: String,
        deadline: Deadline
    ) throws(Problem) -> SignInAnswer {
        let known = try reading(deadline) { session throws(DatabaseFailure) in
            try PayerStore.credential(login: login, of: merchant, session)
        }
        let given = PINTry(
            digits: digits, login: login, merchant: merchant, known: known, address: address, requestID: requestID,
            deadline: deadline, now: clock())
        let token = SessionToken()
        let made = PayerSession(key: token.key, payer: known?.payer.id ?? .system, at: given.now)
        let answer = try judge(given) { session throws(DatabaseFailure) in
            try PayerSessionStore.insert(made, session)
        }
        switch answer {
        case .right: return .signedIn(made, token: token.text)
        case .wrong(let triesLeft): return .wrong(triesLeft: triesLeft)
        case .locked(let until): return .locked(until: until)
        case .crowded(let seconds): return .crowded(retryAfterSeconds: seconds)
        }
    }

    /// A payer who is signed in gives its PIN again: when it is right, the session is proven as of now.
    package func prove(
        _ session: PayerSession, pin digits: String, address: String, requestID: String, deadline: Deadline
    ) throws(Problem) -> ProofAnswer {
        let given = try pinTry(session, digits, address, requestID, deadline)
        return try judge(given) { database throws(DatabaseFailure) in
            try PayerSessionStore.prove(session.key, at: given.now, database)
        }
    }

    /// Gives a payer another PIN, which is six digits. All its other sessions end.
    package func changePIN(
        _ session: PayerSession, current: String, new: String, address: String, requestID: String,
        deadline: Deadline
    ) throws(Problem) -> PINChangeAnswer {
        guard !PIN.isTrivial(new) else { return .trivial }
        let given = try pinTry(session, current, address, requestID, deadline)
        // Before the current one is looked at, so that no lack of places comes between right and changed.
        let pin = try hasher.hash(new, deadline)
        let answer = try judge(given) { database throws(DatabaseFailure) in
            try PayerStore.setPIN(pin, of: session.payer, database)
            try PayerSessionStore.removeAll(of: session.payer, but: session.key, database)
            try PayerSessionStore.prove(session.key, at: given.now, database)
        }
        switch answer {
        case .right: return .changed
        case .wrong(let triesLeft): return .wrong(triesLeft: triesLeft)
        case .locked(let until): return .locked(until: until)
        case .crowded(let seconds): return .crowded(retryAfterSeconds: seconds)
        }
    }

    /// The session that a browser shows; nil when it is none, or over. It has been seen now.
    package func session(of token: SessionToken, deadline: Deadline) throws(Problem) -> PayerSession? {
        let now = clock()
        return try reading(deadline) { session throws(DatabaseFailure) -> PayerSession? in
            guard let found = try PayerSessionStore.session(token.key, session), !found.isOver(at: now) else {
                return nil
            }
            // Not for every picture of a page.
            if now.microseconds - found.seenAt.microseconds >= Self.touchMicroseconds {
                try PayerSessionStore.touch(found.key, at: now, session)
            }
            return found
        }
    }

    private static let touchMicroseconds: Int64 = 60_000_000

    package func signOut(_ token: SessionToken, deadline: Deadline) throws(Problem) {
        try reading(deadline) { session throws(DatabaseFailure) in
            try PayerSessionStore.remove(token.key, session)
        }
    }

    package func signOutEverywhere(_ payer: Identifier, deadline: Deadline) throws(Problem) {
        try reading(deadline) { session throws(DatabaseFailure) in
            try PayerSessionStore.removeAll(of: payer, session)
        }
    }

    private func pinTry(
        _ session: PayerSession, _ digits: String, _ address: String, _ requestID: String, _ deadline: Deadline
    ) throws(Problem) -> PINTry {
        let known = try reading(deadline) { database throws(DatabaseFailure) in
            try PayerStore.credential(of: session.payer, database)
        }
        return PINTry(
            digits: digits, login: known?.payer.login ?? "", merchant: known?.payer.merchant, isInside: true,
            known: known,
            address: address, requestID: requestID, deadline: deadline, now: clock())
    }
}
