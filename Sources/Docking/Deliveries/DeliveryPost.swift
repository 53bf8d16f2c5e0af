import Deductions
import Events
package import HTTPClient

/// Sends what a shop is told and says what came of it, in our words: what a receiver writes stays with it.
package struct DeliveryPost: Sendable {
    private let clients: HTTPClientPool

    package init(_ policy: AddressPolicy) { clients = HTTPClientPool(policy: policy) }

    /// One try, within ten seconds.
    func send(_ taken: TakenDelivery) -> DeliveryOutcome {
        let request: OutgoingRequest
        do throws(LetterFault) {
            request = try taken.letter.request(try: taken.delivery.attempts + 1, at: WallClock.now())
        } catch {
            return failed(taken, status: nil, error.words, isFinal: error.isFinal)
        }
        do throws(HTTPClientFailure) {
            return told(taken, try clients.send(request))
        } catch {
            // What was read of an answer counts, even if there is no end to it.
            guard let answer = error.answer else { return failed(taken, status: nil, error.kind.words) }
            return told(taken, answer)
        }
    }

    private func told(_ taken: TakenDelivery, _ answer: OutgoingResponse) -> DeliveryOutcome {
        guard taken.letter.isAccepted(status: answer.status, body: answer.body) else {
            return failed(taken, status: answer.status, "not accepted")
        }
        return DeliveryOutcome(delivery: taken.delivery, next: .delivered, status: answer.status, error: nil)
    }

    private func failed(
        _ taken: TakenDelivery, status: Int?, _ error: String, isFinal: Bool = false
    ) -> DeliveryOutcome {
        let pause = isFinal ? nil : taken.letter.pause(afterTry: taken.delivery.attempts + 1)
        return DeliveryOutcome(
            delivery: taken.delivery, next: pause.map { .again($0) } ?? .dead, status: status, error: error)
    }
}

extension HTTPClientFailure.Kind {
    fileprivate var words: String {
        switch self {
        case .invalidRequest: "request cannot be sent"
        case .addressRefused: "address not allowed"
        case .nameUnknown: "name unknown"
        case .notConnected: "not connected"
        case .insecure: "no trusted connection"
        case .timedOut: "timed out"
        case .tooLarge: "answer too large"
        case .broken: "connection broken"
        }
    }
}
