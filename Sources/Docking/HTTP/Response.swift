import JSON

/// One HTTP answer, ready for whatever carries it away.
package struct Response: Sendable {
    package let status: Int
    /// Names in lower case.
    package var headers: [(name: String, value: String)]
    package let body: [UInt8]

    package init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A JSON object as the body.
    static func json(_ status: Int, capacity: Int = 768, _ body: (inout JSONWriter) -> Void) -> Response {
        var writer = JSONWriter(capacity: capacity)
        writer.object(body)
        return Response(status: status, headers: [("content-type", "application/json")], body: writer.bytes)
    }
}
