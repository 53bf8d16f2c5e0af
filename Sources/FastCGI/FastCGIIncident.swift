/// Something the operator should see in the log. Told from the thread that met it: the closure must be quick.
package enum FastCGIIncident: Sendable {
    /// A connection was closed without executing anything.
    case refused(PeerRefusal)
    /// The request was executed but its answer could not be written: the client does not know.
    case undelivered(FastCGIRequest)
    /// The system could not accept a connection (`errno`); the server waits and tries again.
    case acceptFailed(code: CInt)
}
