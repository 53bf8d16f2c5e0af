import HTTPClient

/// As much of a browser as buying something takes: pages, forms, cookies, redirections within one host.
struct TourBrowser {
    /// A page that was arrived at.
    struct View {
        let status: Int
        let path: String
        let html: String
    }

    private let origin: String
    private let client: HTTPClient
    private var cookies: [String: String] = [:]

    init(_ plan: TourPlan) { self.init(origin: plan.gateway, authorityFile: plan.authorityFile) }

    init(origin: String, authorityFile: String) {
        self.origin = origin
        client = HTTPClient(policy: .publicAndLoopback, certificateAuthorityFile: authorityFile)
    }

    /// Follows a link, given in full or from the root.
    mutating func open(_ link: String) throws(TourFailure) -> View { try load(.get, link, "") }

    /// Sends a form.
    mutating func send(_ form: TourForm) throws(TourFailure) -> View {
        try load(.post, form.action, ShopForm.text(of: form.fields))
    }

    private mutating func load(
        _ method: OutgoingRequest.Method, _ link: String, _ body: String
    ) throws(TourFailure) -> View {
        var (method, link, body) = (method, link, body)
        for _ in 0..<8 {
            let path = link.hasPrefix(origin) ? String(link.dropFirst(origin.count)) : link
            let response = try exchange(method, path, body)
            guard (301...303).contains(response.status), let next = response["location"] else {
                return View(status: response.status, path: path, html: String(decoding: response.body, as: UTF8.self))
            }
            (method, link, body) = (.get, next, "")
        }
        throw TourFailure(request: "GET \(link)", reason: "too many redirections")
    }

    private mutating func exchange(
        _ method: OutgoingRequest.Method, _ path: String, _ body: String
    ) throws(TourFailure) -> OutgoingResponse {
        var headers = [(name: "accept", value: "text/html"), (name: "accept-language", value: "en")]
        if !cookies.isEmpty {
            headers.append(("cookie", cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")))
        }
        if method == .post {
            headers += [("content-type", "application/x-www-form-urlencoded"), ("origin", origin)]
        }
        do {
            let response = try client.send(
                OutgoingRequest(
                    method, try CheckedURL(origin + path, .browser), headers: headers, body: Array(body.utf8)))
            for header in response.headers where header.name == "set-cookie" { keep(header.value) }
            return response
        } catch {
            throw TourFailure(request: path, reason: "no answer (\(error))")
        }
    }

    private mutating func keep(_ cookie: String) {
        let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2 else { return }
        cookies[String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1])
    }
}
