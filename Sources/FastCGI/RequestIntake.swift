import Glibc

/// Takes requests off connections: a thread's memory for that, and libfcgi's.
struct RequestIntake: ~Copyable {
    private let server: FastCGIServer
    private var exchange = Exchange()
    private var shape: RequestShape
    private var buffer = [UInt8](repeating: 0, count: RecordReader.bufferBytes)

    init(server: FastCGIServer) {
        self.server = server
        shape = RequestShape(limits: server.limits)
    }

    mutating func look(_ connection: ConnectionSlot.Claim) throws(PeerRefusal) -> PeekedRequest {
        shape.reset()
        return try PeekedRequest.look(at: connection.descriptor, &shape, &buffer)
    }

    /// The usual case: everything is there and has been checked, so libfcgi reads it from the connection.
    mutating func serveWhole(
        _ token: ConnectionToken, _ connection: ConnectionSlot.Claim, trailing: Int
    ) throws(PeerRefusal) {
        let isUsable = exchange.accept(from: connection.copy)
        guard isUsable else {
            server.table[token].noteCopyClosed(exchange.end())
            throw .unusable
        }
        var request = exchange.copyParameters()
        // Read even when too long: an unread rest would be taken for records, or reset the connection.
        let body = exchange.readInput(shape.inputBytes)
        let isCopyClosed = exchange.end()
        server.table[token].noteCopyClosed(isCopyClosed)
        guard let body else { throw .unusable }
        if body.count > server.bodyLimit(request.path) {
            request.body = .tooLarge
        } else {
            request.body = request.announcedBytes == body.count ? .whole(body) : .mismatched
        }
        handOver(request, token, connection, isKept: trailing == 0 && !isCopyClosed)
    }

    /// The rare case: the request comes in pieces or is long. It is waited for.
    mutating func servePartial(_ token: ConnectionToken, _ connection: ConnectionSlot.Claim) {
        do throws(PeerRefusal) {
            let request = try readPieces(connection)
            handOver(request, token, connection, isKept: true)
        } catch {
            server.refuse(token, error)
        }
    }

    private mutating func readPieces(_ connection: ConnectionSlot.Claim) throws(PeerRefusal) -> FastCGIRequest {
        let reader = RecordReader(descriptor: connection.descriptor)
        let head = try reader.readHead(&shape, &buffer)
        var pipe = try HeadPipe(head: head, requestID: shape.requestID)
        let isUsable = exchange.accept(from: pipe.readEnd) && exchange.readInput(0) != nil
        var request = isUsable ? exchange.copyParameters() : nil
        pipe.isReadEndClosed = exchange.end()
        guard let announced = request.map(\.announcedBytes), let path = request?.path else { throw .unusable }
        let body = try reader.readInput(
            &shape, &buffer, limit: server.bodyLimit(path), announced: announced ?? 0,
            drainBytes: server.limits.drainBytes)
        if let body {
            request?.body = announced == body.count ? .whole(body) : .mismatched
        } else {
            request?.body = .tooLarge
        }
        guard let request else { throw .unusable }
        return request
    }

    private func handOver(
        _ request: FastCGIRequest, _ token: ConnectionToken, _ connection: ConnectionSlot.Claim, isKept: Bool
    ) {
        server.table[token].markHandling()
        // A body that was not what it should be leaves the connection in doubt.
        let isSound = if case .whole = request.body { true } else { false }
        let requester = Requester(
            server, token, connection, request: request, requestID: shape.requestID,
            isKept: isKept && isSound && shape.isKept)
        server.handle(request, requester)
    }
}
