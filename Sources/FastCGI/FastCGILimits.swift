/// Bounds on what one peer may cost. Every one of them closes the connection or the slot, never the process.
package struct FastCGILimits: Sendable {
    /// Bytes of all PARAMS contents of one request: nginx's header buffers (4 × 8 KiB) with room to spare.
    package var parameterBytes = 48 * 1024
    /// Parameters in one request.
    package var parameters = 256
    /// Bytes read and thrown away beyond the body limit so that the web server hears the answer.
    package var drainBytes = 4 << 20
    /// Milliseconds from the first byte of a request to its last.
    package var readMilliseconds = 5_000
    /// Milliseconds for writing an answer.
    package var writeMilliseconds = 5_000
    /// Milliseconds one read or write may find nothing to do (SO_RCVTIMEO, SO_SNDTIMEO).
    package var silenceMilliseconds = 2_000
    /// Open connections; beyond them the one idle for longest is closed. Two descriptors each.
    package var connections = 256
    /// Milliseconds an idle connection gets for a last request when the server stops.
    package var farewellMilliseconds = 200

    package init() {}
}
