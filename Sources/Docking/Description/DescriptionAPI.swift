import OpenAPI

/// `GET /v1/openapi.json`: this API, described for programs.
struct DescriptionAPI: AnsweringEndpoint {
    let method = "GET"
    let path = PathPattern("/v1/openapi.json")
    let access = Access.everybody
    let takesLong = false

    func answer(_ call: Call) throws(Problem) -> Response {
        Response(status: 200, headers: [("content-type", "application/json")], body: OpenAPI.document)
    }
}
