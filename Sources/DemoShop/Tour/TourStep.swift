/// One thing that was done, and what came of it.
package struct TourStep: Sendable {
    /// The mode of deduction, or the protocol, that it shows: `realtime`, `epay`.
    package let mode: String
    /// `POST /v1/payments`
    package let request: String
    /// What happened, for people.
    package let words: String
    /// Whether it is what should have happened.
    package let isGood: Bool
}
