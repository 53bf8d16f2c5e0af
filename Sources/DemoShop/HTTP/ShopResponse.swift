/// What the shop answers.
package struct ShopResponse: Sendable {
    package let status: Int
    package private(set) var headers: [(name: String, value: String)]
    package let body: [UInt8]

    init(_ status: Int, type: String, body: [UInt8], headers: [(name: String, value: String)] = []) {
        self.status = status
        self.headers = [("content-type", type), ("content-length", String(body.count))] + headers
        self.body = body
    }

    /// One word for a program.
    static func text(_ text: String, status: Int = 200) -> ShopResponse {
        ShopResponse(status, type: "text/plain; charset=utf-8", body: Array(text.utf8))
    }

    /// Sends the browser on with a GET, so that nothing is sent twice when a page is loaded anew.
    static func redirect(to path: String) -> ShopResponse {
        ShopResponse(303, type: "text/plain; charset=utf-8", body: [], headers: [("location", path)])
    }

    /// The answer as CGI has it (RFC 3875 §6): header lines from `Status` on, an empty line, the body.
    package var gatewayBytes: [UInt8] {
        let lines = [("status", String(status))] + headers.map { ($0.name, $0.value) }
        return Array((lines.map { "\($0.0): \($0.1)\r\n" }.joined() + "\r\n").utf8) + body
    }
}
