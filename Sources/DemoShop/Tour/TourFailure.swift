/// Why a tour cannot go on. What was reached before stays as it is.
package struct TourFailure: Error, Sendable {
    package let request: String
    package let reason: String
}
