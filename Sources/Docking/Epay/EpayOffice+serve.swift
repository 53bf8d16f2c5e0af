import MariaDB
import Merchants
import Threading

extension EpayOffice {
    typealias Work =
        @Sendable (
            EpayCaller, @escaping @Sendable (Result<Response, EpayRefusal>) -> Void
        ) throws(EpayRefusal) -> Void
    typealias Tell = @Sendable (Result<Response, Problem>) -> Void

    /// Finds out who calls, has `work` done for it and tells what came of it; `refused`: how the door says no.
    ///
    /// Where the merchant's settings, keys or policy have changed before the engine could decide, all of it begins
    /// again, by what holds then. `browser`: it is a payer's browser that brings what the merchant signed, from
    /// wherever it is.
    func serve(
        _ call: Call, at door: EpayProtocol, takesKey: Bool = false, browser: Bool = false, restarts: Int = 0,
        refused: @escaping @Sendable (EpayRefusal) -> Response, work: @escaping Work, tell: @escaping Tell
    ) {
        let finish = { @Sendable (result: Result<Response, EpayRefusal>) in
            switch result {
            case .success(let response): tell(.success(response))
            case .failure(.stale) where restarts < Asked.maximumRestarts && !call.request.deadline.isPast:
                do throws(EpayRefusal) {
                    try self.reading(call) { () throws(DatabaseFailure) in
                        try directory.refresh(call.request.deadline)
                    }
                    self.serve(
                        call, at: door, takesKey: takesKey, browser: browser, restarts: restarts + 1, refused: refused,
                        work: work, tell: tell)
                } catch {
                    refuse(error, call, refused, tell)
                }
            case .failure(let refusal): refuse(refusal, call, refused, tell)
            }
        }
        do throws(EpayRefusal) {
            let caller = try caller(call, at: door, takesKey: takesKey)
            guard browser || SourceRule.accepts(call.request.remoteAddress, for: caller.merchant) else {
                throw .otherNetwork
            }
            // One that is judged again was counted the first time.
            guard restarts > 0 || isWithinRate(caller.merchant) else { throw .tooManyRequests }
            try work(caller, finish)
        } catch {
            finish(.failure(error))
        }
    }

    /// Says no, and notes it.
    func refuse(
        _ refusal: EpayRefusal, _ call: Call, _ refused: (EpayRefusal) -> Response, _ tell: Tell
    ) {
        note(refusal, call)
        tell(.success(refused(refusal)))
    }
}
