/// A page before it is written out.
struct Page: Sendable {
    /// The HTTP status.
    var status = 200
    let template: String
    var values: [String: PageValue]
    /// Values of Set-Cookie fields.
    var cookies: [String] = []
    /// Whether the page can be shown again in the other language: not what a form of somebody else's led to.
    var offersLanguages = true
    /// For Retry-After.
    var retryAfterSeconds: Int?

    init(_ status: Int, _ template: String, _ values: [String: PageValue]) {
        self.status = status
        self.template = template
        self.values = values
    }

    /// What browsers let a page do: show itself with our own style and script, and send forms to us. No frame shows it.
    private static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"

    /// Written out for a visit.
    func response(_ visit: PageVisit) -> Response {
        let library = PageLibrary.shared
        let other = visit.language.other
        var values = values
        values["language"] = .text(visit.language.tag)
        values["title"] = .text(library.text(visit.title, visit.language))
        values["advice"] = .flag(template == "cashier")
        values["path"] = .text(visit.path)
        if offersLanguages {
            values["other"] = .group([
                "code": .text(other.rawValue), "html": .text(other.tag), "name": .text(other.name),
            ])
        }
        // Whatever else a page says of its visitor is for no other site to see, and for no cache to keep.
        var headers = [
            ("content-type", "text/html; charset=utf-8"), ("content-security-policy", Self.policy),
            ("content-language", visit.language.tag), ("vary", "accept-language, cookie"),
        ]
        headers += cookies.map { ("set-cookie", $0) }
        if let seconds = retryAfterSeconds { headers.append(("retry-after", String(seconds))) }
        return Response(status: status, headers: headers, body: library.html(template, values, visit.language))
    }
}
