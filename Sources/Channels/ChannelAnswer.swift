/// What a channel says when it is asked for something.
package enum ChannelAnswer: Equatable, Sendable {
    case done
    /// It never will.
    case refused
    /// No answer, or none that tells: it may have been done. To be asked again.
    case unknown
}
