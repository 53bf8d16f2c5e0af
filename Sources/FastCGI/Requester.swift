import Synchronization

/// Where the answer to a request goes: at once or later, from any thread, once.
///
/// Until it is answered its connection belongs to nobody else. One that is forgotten closes the connection.
package final class Requester: Sendable {
    private let server: FastCGIServer
    private let token: ConnectionToken
    private let connection: ConnectionSlot.Claim
    private let request: FastCGIRequest
    private let requestID: Int
    /// Whether the connection may serve another request after this one.
    private let isKept: Bool
    private let isAnswered = Atomic(false)

    init(
        _ server: FastCGIServer, _ token: ConnectionToken, _ connection: ConnectionSlot.Claim,
        request: FastCGIRequest, requestID: Int, isKept: Bool
    ) {
        self.server = server
        self.token = token
        self.connection = connection
        self.request = request
        self.requestID = requestID
        self.isKept = isKept
    }

    deinit {
        if !isAnswered.load(ordering: .relaxed) { server.finish(token) }
    }

    /// Writes the answer and lets the connection go. Only the first one counts.
    package func answer(_ response: FastCGIResponse) {
        guard !isAnswered.exchange(true, ordering: .acquiringAndReleasing) else { return }
        server.table[token].markWriting()
        let records = AnswerRecords.make(response.bytes, requestID: requestID)
        let isWritten = AnswerRecords.write(records, to: connection.descriptor)
        if !isWritten { server.countUndelivered(request) }
        if isWritten, isKept, !server.isStopping {
            server.release(token, connection)
            server.countEnded()
        } else {
            server.finish(token)
        }
    }
}
