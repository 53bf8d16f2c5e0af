import HTTPClient
import Values

/// What a shop is told of an event, in the protocol that it speaks.
protocol Letter: Sendable {
    /// Whom it goes to; nil: nobody may be called, whatever was thought of the address when it was given.
    var host: String? { get }

    /// What is sent with a try, counted from 1, that begins now.
    func request(try number: Int, at now: Timestamp) throws(LetterFault) -> OutgoingRequest

    /// Whether this answer says that the shop has understood.
    func isAccepted(status: Int, body: [UInt8]) -> Bool

    /// Microseconds between a failed try, counted from 1, and the next one; nil after the last.
    func pause(afterTry number: Int) -> Int64?
}
