internal import CCurl

/// An easy handle of libcurl and its owner, with typed options. https://curl.se/libcurl/c/libcurl-easy.html
@safe
final class EasyHandle {
    private let pointer: UnsafeMutableRawPointer
    /// Whether every option since the last `reset` was accepted.
    private(set) var isConfigured = true

    /// libcurl's process-wide state, made once, before the first handle.
    /// https://curl.se/libcurl/c/curl_global_init.html
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init() {
        guard Self.isReady, let pointer = unsafe curl_easy_init() else {
            preconditionFailure("libcurl does not start")
        }
        unsafe self.pointer = pointer
    }

    deinit { unsafe curl_easy_cleanup(pointer) }

    /// Forgets all options, and with them all pointers; keeps connections and looked-up names.
    func reset() {
        unsafe curl_easy_reset(pointer)
        isConfigured = true
    }

    func perform() -> CURLcode {
        isConfigured ? unsafe curl_easy_perform(pointer) : CURLE_FAILED_INIT
    }

    /// The status of the last answer.
    var status: Int {
        var status = 0
        unsafe kadock_curl_get_long(pointer, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    func set(_ option: CURLoption, _ value: Int) {
        note(unsafe kadock_curl_set_long(pointer, option, value))
    }

    /// libcurl keeps a copy of the text.
    func set(_ option: CURLoption, _ value: String) {
        note(unsafe value.withCString { unsafe kadock_curl_set_pointer(pointer, option, $0) })
    }

    /// libcurl keeps the pointer until the next `reset`.
    func set(_ option: CURLoption, _ value: UnsafeRawPointer?) {
        note(unsafe kadock_curl_set_pointer(pointer, option, value))
    }

    /// A body that stays where it is until the next `reset`.
    func set(body: UnsafeRawBufferPointer) {
        set(CURLOPT_POST, 1)
        note(unsafe kadock_curl_set_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, body.count))
        // Without a pointer libcurl would ask a callback for the body, even for one of no bytes.
        unsafe set(CURLOPT_POSTFIELDS, body.baseAddress ?? UnsafeRawPointer(pointer))
    }

    /// Lets libcurl call the transfer, which must stay alive until the next `reset`.
    func connect(_ transfer: Transfer) {
        let context = unsafe Unmanaged.passUnretained(transfer).toOpaque()
        unsafe set(CURLOPT_WRITEDATA, UnsafeRawPointer(context))
        unsafe set(CURLOPT_HEADERDATA, UnsafeRawPointer(context))
        note(unsafe kadock_curl_set_data_callback(pointer, CURLOPT_WRITEFUNCTION, Transfer.takeBody))
        note(unsafe kadock_curl_set_data_callback(pointer, CURLOPT_HEADERFUNCTION, Transfer.takeHeader))
        note(unsafe kadock_curl_set_open_socket(pointer, Transfer.openSocket, context))
    }

    private func note(_ code: CURLcode) { isConfigured = isConfigured && code == CURLE_OK }
}
