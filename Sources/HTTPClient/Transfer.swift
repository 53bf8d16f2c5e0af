internal import CCurl
internal import Glibc

/// One exchange while it runs: what libcurl's callbacks work on.
final class Transfer {
    private let policy: AddressPolicy
    private let limits: OutgoingLimits
    private var body: [UInt8] = []
    /// The header lines of the answer, each with its line end.
    private var head: [UInt8] = []
    private var headerBytes = 0
    private var isTooLarge = false
    private var refusedAddress = false

    init(_ policy: AddressPolicy, _ limits: OutgoingLimits) {
        self.policy = policy
        self.limits = limits
    }

    /// https://curl.se/libcurl/c/CURLOPT_WRITEFUNCTION.html
    static let takeBody: kadock_curl_data_callback = { bytes, size, count, context in
        unsafe of(context)?.append(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
    }

    /// https://curl.se/libcurl/c/CURLOPT_HEADERFUNCTION.html
    static let takeHeader: kadock_curl_data_callback = { bytes, size, count, context in
        unsafe of(context)?.header(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
    }

    /// https://curl.se/libcurl/c/CURLOPT_OPENSOCKETFUNCTION.html
    static let openSocket: kadock_curl_open_socket_callback = { context, _, address in
        guard let address = unsafe address, let transfer = unsafe of(context) else { return CURL_SOCKET_BAD }
        return unsafe transfer.open(address)
    }

    private static func of(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        unsafe context.map { unsafe Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func append(_ bytes: UnsafeRawBufferPointer) -> Int {
        let room = limits.bodyBytes - body.count
        unsafe body.append(contentsOf: bytes.prefix(room))
        guard bytes.count <= room else {
            isTooLarge = true
            return 0
        }
        return bytes.count
    }

    private func header(_ bytes: UnsafeRawBufferPointer) -> Int {
        headerBytes += bytes.count
        guard headerBytes <= limits.headerBytes else {
            isTooLarge = true
            return 0
        }
        // A status line begins the answer, behind a "100 Continue" or the like once more.
        if unsafe bytes.starts(with: "HTTP/".utf8) { head = [] } else { unsafe head.append(contentsOf: bytes) }
        return bytes.count
    }

    private func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        guard let offset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return CURL_SOCKET_BAD }
        // libcurl reserves more room behind this member than its type has.
        let inner = unsafe UnsafeRawPointer(address).advanced(by: offset).assumingMemoryBound(to: sockaddr.self)
        guard let peer = unsafe IPAddress(inner, length: Int(address.pointee.addrlen)), policy.allows(peer) else {
            refusedAddress = true
            return CURL_SOCKET_BAD
        }
        let kind = unsafe address.pointee.socktype | CInt(SOCK_CLOEXEC.rawValue)
        return unsafe socket(address.pointee.family, kind, address.pointee.protocol)
    }

    /// What libcurl's code means: https://curl.se/libcurl/c/libcurl-errors.html
    /// `status` is that of the answer so far, 0 for none.
    func failure(_ code: CURLcode, status: Int) -> HTTPClientFailure {
        let kind: HTTPClientFailure.Kind =
            switch code {
            case CURLE_COULDNT_CONNECT: refusedAddress ? .addressRefused : .notConnected
            case CURLE_COULDNT_RESOLVE_HOST: .nameUnknown
            case CURLE_OPERATION_TIMEDOUT: .timedOut
            case CURLE_WRITE_ERROR: isTooLarge ? .tooLarge : .broken
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE: .insecure
            case CURLE_FAILED_INIT, CURLE_URL_MALFORMAT, CURLE_OUT_OF_MEMORY:
                .invalidRequest
            default: .broken
            }
        return unsafe HTTPClientFailure(
            kind: kind, detail: String(cString: curl_easy_strerror(code)),
            answer: status == 0 ? nil : response(status: status))
    }

    /// What has come so far of an answer with this status.
    func response(status: Int) -> OutgoingResponse {
        OutgoingResponse(status: status, head: head, body: body)
    }
}
