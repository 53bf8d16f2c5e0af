import JSON

/// A refusal on its way to the caller (RFC 9457).
package struct Problem: Error, Sendable {
    package let code: ErrorCode
    /// What was wrong this time. Nothing of our inside, nothing of other merchants.
    package let detail: String?
    package let errors: [FieldError]
    /// For 405: the methods that the path knows.
    package let allowedMethods: [String]
    /// What was behind it, for the log only.
    package let cause: String?
    /// True for a refusal that an earlier request with the same key got first.
    var isReplay = false
    /// When to come back, where more is known of that than the catalogue says.
    var retryAfterSeconds: Int?
    /// True where the same request may be answered, judged by what holds of its merchant now.
    var isStale = false

    package init(
        _ code: ErrorCode, _ detail: String? = nil, errors: [FieldError] = [], allowedMethods: [String] = [],
        cause: String? = nil
    ) {
        self.code = code
        self.detail = detail
        self.errors = errors
        self.allowedMethods = allowedMethods
        self.cause = cause
    }

    /// What the caller was judged by has changed in the meantime. Nothing was done.
    static var stale: Problem {
        var problem = Problem(.unavailable, "The merchant's settings are changing; nothing was done")
        problem.isStale = true
        return problem
    }

    /// The merchant sends more than is agreed with it.
    static func rateLimited(retryAfterSeconds: Int) -> Problem {
        var problem = Problem(.rateLimited, "More requests than are agreed with this merchant")
        problem.retryAfterSeconds = retryAfterSeconds
        return problem
    }

    var entry: ErrorCatalogue.Entry { ErrorCatalogue.entry(code) }

    /// Writes the members of the problem document.
    func write(into writer: inout JSONWriter, requestID: String) {
        let entry = entry
        writer.field("type", "/problems/" + code.rawValue)
        writer.field("title", entry.title)
        writer.field("status", entry.status)
        if let detail { writer.field("detail", detail) }
        writer.field("request_id", requestID)
        if !errors.isEmpty {
            writer.array("errors") { writer in
                for error in errors {
                    writer.object { writer in
                        writer.field("field", error.field)
                        writer.field("reason", error.reason)
                    }
                }
            }
        }
    }

    /// The whole answer.
    func response(requestID: String) -> Response {
        var writer = JSONWriter(capacity: 256)
        writer.object { write(into: &$0, requestID: requestID) }
        var headers = [("content-type", "application/problem+json")]
        if let seconds = retryAfterSeconds ?? entry.retryAfterSeconds {
            headers.append(("retry-after", String(seconds)))
        }
        if !allowedMethods.isEmpty { headers.append(("allow", allowedMethods.joined(separator: ", "))) }
        return Response(status: entry.status, headers: headers, body: writer.bytes).replayed(isReplay)
    }
}
