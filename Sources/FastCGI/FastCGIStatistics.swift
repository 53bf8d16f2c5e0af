/// Counts since the start of a server.
package struct FastCGIStatistics: Sendable, Equatable {
    /// Requests handed to the handler.
    package var requests = 0
    /// Connections accepted.
    package var connections = 0
    /// Connections closed for a `PeerRefusal`.
    package var refused = 0
    /// Answers that could not be written.
    package var undelivered = 0
    /// Connections open now, idle ones included.
    package var open = 0

    package init() {}
}
