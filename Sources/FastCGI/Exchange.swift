import CFastCGI
import Glibc

/// Owns one FCGX_Request: one thread's place to take requests apart.
///
/// It never accepts a connection and never closes one of its own accord: it is lent a descriptor for one request.
/// Source: fcgiapp.h of libfcgi 2.4.2.
@safe struct Exchange: ~Copyable {
    private let request: UnsafeMutablePointer<FCGX_Request>

    init() {
        unsafe request = .allocate(capacity: 1)
        unsafe request.initialize(to: FCGX_Request())
        // Listening socket -1: its own accept fails at once and control comes back.
        unsafe FCGX_InitRequest(request, -1, CInt(FCGI_FAIL_ACCEPT_ON_INTR))
    }

    deinit {
        unsafe FCGX_Free(request, 0)
        unsafe request.deallocate()
    }

    /// Reads BEGIN and PARAMS from `descriptor`; false when they make no request. Then libfcgi has closed it.
    ///
    /// FCGX_Accept_r also succeeds when the connection breaks between two parameters, hence the questions after it.
    mutating func accept(from descriptor: CInt) -> Bool {
        unsafe request.pointee.ipcFd = descriptor
        // It begins by finishing the previous request, which closes what is not to be kept.
        unsafe request.pointee.keepConnection = 1
        guard unsafe FCGX_Accept_r(request) == 0 else { return false }
        let hasMethod = unsafe FCGX_GetParam("REQUEST_METHOD", request.pointee.envp) != nil
        return unsafe FCGX_GetError(request.pointee.in) == 0 && hasMethod
    }

    /// Copies the parameters out: libfcgi frees its own when the request ends.
    func copyParameters() -> FastCGIRequest {
        var bytes: [UInt8] = []
        var fields: [FastCGIRequest.Field] = []
        bytes.reserveCapacity(2_048)
        fields.reserveCapacity(48)
        var entry = unsafe request.pointee.envp
        while let place = unsafe entry, let text = unsafe place.pointee {
            let start = bytes.count
            let count = unsafe strlen(text)
            unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(start: text, count: count))
            // "NAME=value": no name that passed the check holds an '='.
            let nameCount = unsafe strchr(text, CInt(UInt8(ascii: "="))).map { unsafe $0 - text } ?? count
            fields.append(
                .init(name: start..<start + nameCount, value: min(start + nameCount + 1, start + count)..<start + count)
            )
            unsafe entry = place + 1
        }
        return FastCGIRequest(bytes: bytes, fields: fields, body: .whole([]))
    }

    /// Reads STDIN, which must be exactly `count` bytes, to its end; nil when it is not.
    mutating func readInput(_ count: Int) -> [UInt8]? {
        // One byte more than there is: then the end of the stream is read too.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count + 1) { buffer, filled in
            let room = CInt(truncatingIfNeeded: buffer.count)
            let got = unsafe buffer.withMemoryRebound(to: CChar.self) { text in
                unsafe FCGX_GetStr(text.baseAddress, min(room, CInt(count + 1)), request.pointee.in)
            }
            filled = Int(got)
        }
        guard bytes.count == count, unsafe FCGX_GetError(request.pointee.in) == 0 else { return nil }
        return bytes
    }

    /// Forgets the request without touching the connection. Whether libfcgi has closed the descriptor it was lent.
    mutating func end() -> Bool {
        let isClosed = unsafe request.pointee.ipcFd < 0
        unsafe FCGX_Free(request, 0)
        unsafe request.pointee.ipcFd = -1
        return isClosed
    }
}
