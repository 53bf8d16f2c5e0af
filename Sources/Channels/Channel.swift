/// A third party that takes money from payers and can send it back. Its calls may take seconds and are made on threads
/// of their own, never by a lane.
package protocol Channel: Sendable {
    /// As payments name it.
    var name: String { get }

    /// Asks for money to be sent back. Asked again with the same return it does not send it twice.
    func sendBack(_ back: ChannelReturn) -> ChannelAnswer
}
