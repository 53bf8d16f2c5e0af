internal import CCurl

/// Makes HTTP requests, one after another, on one thread. Connections are kept for later requests to the same host.
///
/// For URLs that somebody else gave us: no redirections, no proxies, no other protocols, no unpacking, and every
/// address is checked when the socket is opened, after the name was resolved, so that a name that points inwards
/// (or does so the second time it is asked for) gets nowhere.
package final class HTTPClient {
    private let handle = EasyHandle()
    private let policy: AddressPolicy
    private let authorities: String?

    /// A client that trusts the system's certificate authorities, or those in a PEM file instead.
    package init(policy: AddressPolicy, certificateAuthorityFile: String? = nil) {
        self.policy = policy
        authorities = certificateAuthorityFile
    }

    /// Sends a request and waits for the whole answer. A kept connection that turns out to be dead is replaced, so
    /// the other side may in rare cases see a request twice.
    package func send(_ request: OutgoingRequest) throws(HTTPClientFailure) -> OutgoingResponse {
        let transfer = Transfer(policy, request.limits)
        let headers = try HeaderList(request.headers)
        handle.reset()
        // The handle keeps pointers to what ends with this call.
        defer { handle.reset() }
        configure(request.limits)
        handle.set(CURLOPT_URL, request.url.text)
        handle.set(CURLOPT_PROTOCOLS_STR, request.url.isSecure ? "https" : "http")
        unsafe handle.set(CURLOPT_HTTPHEADER, UnsafeRawPointer(headers.pointer))
        handle.connect(transfer)
        let code = unsafe request.body.withUnsafeBytes { body in
            if request.method == .post { unsafe handle.set(body: body) }
            return handle.perform()
        }
        guard code == CURLE_OK else { throw transfer.failure(code, status: handle.status) }
        return transfer.response(status: handle.status)
    }

    /// What is the same for all requests. https://curl.se/libcurl/c/curl_easy_setopt.html
    private func configure(_ limits: OutgoingLimits) {
        handle.set(CURLOPT_NOSIGNAL, 1)
        handle.set(CURLOPT_PROXY, "")
        handle.set(CURLOPT_FOLLOWLOCATION, 0)
        handle.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        handle.set(CURLOPT_USERAGENT, "Kadock/1")
        handle.set(CURLOPT_MAXCONNECTS, 8)
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, limits.connectMilliseconds)
        handle.set(CURLOPT_TIMEOUT_MS, limits.totalMilliseconds)
        // A look-up that has no answer in time is left to itself: libcurl would wait for it past all limits.
        // https://curl.se/libcurl/c/CURLOPT_QUICK_EXIT.html
        handle.set(CURLOPT_QUICK_EXIT, 1)
        handle.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        handle.set(CURLOPT_SSL_VERIFYPEER, 1)
        handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        if let authorities { handle.set(CURLOPT_CAINFO, authorities) }
    }
}
