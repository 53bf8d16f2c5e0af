import Glibc

/// One request thread: takes whatever connection has something to say, one request at a time.
struct RequestLoop: ~Copyable {
    private let server: FastCGIServer
    private var exchange = Exchange()
    private var shape: RequestShape
    private var buffer = [UInt8](repeating: 0, count: RecordReader.bufferBytes)

    init(server: FastCGIServer) {
        self.server = server
        shape = RequestShape(limits: server.limits)
    }

    mutating func run() {
        while true {
            switch ConnectionToken(raw: server.queue.next()) {
            case .listener: server.acceptAll()
            case .end: return
            case let token: serve(token)
            }
            if server.hasEnded { return }
        }
    }

    private mutating func serve(_ token: ConnectionToken) {
        let slot = server.table[token]
        guard let connection = slot.claim(token.generation) else { return }
        var isCopyClosed = false
        do throws(PeerRefusal) {
            shape.reset()
            switch try PeekedRequest.look(at: connection.descriptor, &shape, &buffer) {
            case .nothing:
                return server.table.rest(token)
            case .end:
                break
            case .whole(let trailing):
                let isKept = try serveWhole(slot, connection.copy, &isCopyClosed)
                if isKept, trailing == 0 { return server.table.rest(token) }
            case .partial:
                shape.reset()
                if try servePartial(slot, connection.descriptor, connection.copy) { return server.table.rest(token) }
            }
        } catch {
            server.countRefusal(error)
        }
        server.table.close(token, copyIsClosed: isCopyClosed)
    }

    /// The usual case: everything is there and has been checked, so libfcgi reads it from the connection.
    /// Whether the connection can be kept.
    private mutating func serveWhole(
        _ slot: ConnectionSlot, _ copy: CInt, _ isCopyClosed: inout Bool
    ) throws(PeerRefusal) -> Bool {
        let isUsable = exchange.accept(from: copy)
        defer { isCopyClosed = exchange.end() }
        guard isUsable else { throw .unusable }
        var request = exchange.copyParameters()
        // Read even when too long: an unread rest would be taken for records, or reset the connection.
        guard let body = exchange.readInput(shape.inputBytes) else { throw .unusable }
        if body.count > server.bodyLimit(request.path) {
            request.body = .tooLarge
        } else {
            request.body = request.announcedBytes == body.count ? .whole(body) : .mismatched
        }
        return respond(to: request, slot, copy)
    }

    /// The rare case: the request comes in pieces or is long. Whether the connection can be kept.
    private mutating func servePartial(
        _ slot: ConnectionSlot, _ descriptor: CInt, _ copy: CInt
    ) throws(PeerRefusal) -> Bool {
        let reader = RecordReader(descriptor: descriptor)
        let head = try reader.readHead(&shape, &buffer)
        var pipe = try HeadPipe(head: head, requestID: shape.requestID)
        let isUsable = exchange.accept(from: pipe.readEnd) && exchange.readInput(0) != nil
        guard isUsable else {
            pipe.isReadEndClosed = exchange.end()
            throw .unusable
        }
        defer { _ = exchange.end() }
        var request = exchange.copyParameters()
        let announced = request.announcedBytes
        let body = try reader.readInput(
            &shape, &buffer, limit: server.bodyLimit(request.path), announced: announced ?? 0,
            drainBytes: server.limits.drainBytes)
        if let body {
            request.body = announced == body.count ? .whole(body) : .mismatched
        } else {
            request.body = .tooLarge
        }
        return respond(to: request, slot, copy)
    }

    private mutating func respond(to request: FastCGIRequest, _ slot: ConnectionSlot, _ copy: CInt) -> Bool {
        slot.markHandling()
        let response = server.handle(request)
        slot.markWriting()
        guard exchange.answer(response.bytes, to: copy) else {
            server.countUndelivered(request)
            return false
        }
        guard case .whole = request.body else { return false }
        return shape.isKept && !server.isStopping
    }
}
