import Foundation
import JSON
import OpenSSL

/// Real payments against a running gateway, one in each way there is to pay, told step by step.
package struct Tour {
    let plan: TourPlan
    private let tell: (TourStep) -> Void
    /// Whether every step so far went as it should.
    package private(set) var isGood = true

    /// `tell` hears of each step once it is done.
    package init(_ plan: TourPlan, tell: @escaping (TourStep) -> Void) {
        self.plan = plan
        self.tell = tell
    }

    /// Goes through all of it. A part that cannot go on does not keep the next from being tried.
    package mutating func run() {
        part("realtime") { tour throws(TourFailure) in try tour.chargeInRealTime() }
        part("preauth") { tour throws(TourFailure) in try tour.bookAJourney() }
        part("batch") { tour throws(TourFailure) in try tour.chargeSubscriptions() }
        part("epay") { tour throws(TourFailure) in try tour.buyInTheShop() }
    }

    private mutating func part(_ mode: String, _ body: (inout Tour) throws(TourFailure) -> Void) {
        do throws(TourFailure) {
            try body(&self)
        } catch {
            note(mode, error.request, error.reason, false)
        }
    }

    mutating func note(_ mode: String, _ request: String, _ words: String, _ isRight: Bool) {
        isGood = isGood && isRight
        tell(TourStep(mode: mode, request: request, words: words, isGood: isRight))
    }
}
