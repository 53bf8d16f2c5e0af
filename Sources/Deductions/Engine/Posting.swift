/// Whether a lane's mailbox took a command.
package enum Posting: Sendable {
    case waiting(AwaitedTicket)
    case refused(Verdict)
}
