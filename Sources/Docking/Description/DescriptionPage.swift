/// `GET /v1/openapi`: this API, described for people. Made of the same document as `/v1/openapi.json`, once.
struct DescriptionPage: AnsweringEndpoint {
    let method = "GET"
    let path = PathPattern("/v1/openapi")
    let access = Access.everybody
    let takesLong = false
    private let response: Response

    init() {
        let html = PageLibrary.shared.html("api", DescriptionReader.document.page, .english)
        response = Response(
            status: 200,
            headers: [
                ("content-type", "text/html; charset=utf-8"), ("content-language", "en"),
                (
                    "content-security-policy",
                    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
                ),
            ], body: html)
    }

    func answer(_ call: Call) throws(Problem) -> Response { response }
}
