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
        if let seconds = entry.retryAfterSeconds { headers.append(("retry-after", String(seconds))) }
        if !allowedMethods.isEmpty { headers.append(("allow", allowedMethods.joined(separator: ", "))) }
        return Response(status: entry.status, headers: headers, body: writer.bytes).replayed(isReplay)
    }
}
