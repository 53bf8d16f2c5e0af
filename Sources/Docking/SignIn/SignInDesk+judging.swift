import Logging
import MariaDB
import Payers
import Threading
import Values

extension SignInDesk {
    /// Counts a PIN, then looks at it, and has `effect` happen when it is right.
    ///
    /// An unknown login goes the same way: the same rows, the same statements, a hash that nothing fits. Only what a
    /// right PIN brings is different, and that is no secret from who gave it.
    func judge(
        _ given: PINTry, effect: (Session) throws(DatabaseFailure) -> Void
    ) throws(Problem) -> ProofAnswer {
        // The place before the count: who finds none has not tried. No transaction is open while the hash is made.
        let (admission, isRight) = try hasher.placed(given.deadline) { () throws(Problem) in
            let admission = try admit(given)
            guard case .admitted = admission.decision, admission.waitSeconds == nil else { return (admission, false) }
            let isMatch = try hasher.matches(given.known?.pin ?? Self.nobodysPIN, given.digits)
            return (admission, isMatch && given.known != nil)
        }
        if let seconds = admission.waitSeconds {
            log.warning("too many wrong PINs from one address", metadata: metadata(given))
            return .crowded(retryAfterSeconds: seconds)
        }
        switch admission.decision {
        case .locked(let until): return .locked(until: until)
        case .admitted(let triesLeft, let isNew):
            if isRight, try accept(given, effect) { return .right }
            guard triesLeft == 0, let until = admission.lockedUntil else { return .wrong(triesLeft: triesLeft) }
            if isNew { log.warning("payer locked after wrong PINs", metadata: metadata(given)) }
            return .locked(until: until)
        }
    }

    /// What the count said.
    private struct Admission {
        let decision: PINGuard.Decision
        let lockedUntil: Timestamp?
        /// Set when the address has to wait; the login's count is as it was.
        var waitSeconds: Int?
    }

    private static let nobodysPIN = PIN(
        salt: [UInt8](repeating: 0, count: 16), hash: [UInt8](repeating: 0, count: 32))

    private func admit(_ given: PINTry) throws(Problem) -> Admission {
        try changing(given.deadline) { session throws(DatabaseFailure) in
            var pinGuard = try PINGuardStore.lock(given.guardKey, at: given.now, session)
            let decision = pinGuard.admit(given.request, at: given.now)
            var admission = Admission(decision: decision, lockedUntil: pinGuard.lockedUntil)
            guard case .admitted(_, isNew: true) = decision else { return admission }
            admission.waitSeconds = try SignInLimitStore.count(given.address, at: given.now, session)
            guard admission.waitSeconds == nil else { return admission }
            try PINGuardStore.save(pinGuard, given.guardKey, at: given.now, session)
            return admission
        }
    }

    /// Takes the count back and lets the effect happen; false when the PIN was changed meanwhile.
    private func accept(
        _ given: PINTry, _ effect: (Session) throws(DatabaseFailure) -> Void
    ) throws(Problem) -> Bool {
        guard let known = given.known else { return false }
        return try changing(given.deadline) { session throws(DatabaseFailure) in
            var pinGuard = try PINGuardStore.lock(given.guardKey, at: given.now, session)
            guard try PayerStore.lock(known.pin, of: known.payer.id, session) else { return false }
            let wasCounted = pinGuard.counted.contains(given.request)
            pinGuard.clear(given.request)
            try PINGuardStore.save(pinGuard, given.guardKey, at: given.now, session)
            if wasCounted { try SignInLimitStore.takeBack(given.address, countedAt: given.now, session) }
            try effect(session)
            return true
        }
    }

    /// Ids only: what a payer calls itself, and what it typed, are not for the log.
    private func metadata(_ given: PINTry) -> Logger.Metadata {
        ["payer": "\(given.known?.payer.id.text ?? "")", "request": "\(given.requestID)"]
    }

    /// One transaction, again when it lost against others or waited for them too long. It may also run again after its
    /// commit was lost, so it has to come to the same: requests count once, and a session is written once.
    private func changing<Result>(
        _ deadline: Deadline, _ body: (Session) throws(DatabaseFailure) -> Result
    ) throws(Problem) -> Result {
        try reading(deadline) { session throws(DatabaseFailure) in
            while true {
                do throws(DatabaseFailure) {
                    return try session.transaction { () throws(DatabaseFailure) in try body(session) }
                } catch {
                    guard error.kind == .rolledBack || error.kind == .lockTimeout, !deadline.isPast else {
                        throw error
                    }
                }
            }
        }
    }

    /// Asks the database, perhaps twice; when it gives no answer the payer is asked to come back.
    func reading<Result>(
        _ deadline: Deadline, _ body: (Session) throws(DatabaseFailure) -> Result
    ) throws(Problem) -> Result {
        do throws(DatabaseFailure) {
            return try sessions.with(deadline, body)
        } catch {
            throw Problem(.unavailable, "Signing in is not possible now", cause: error.description)
        }
    }
}
