import JSON

/// `GET /healthz`: this process answers.
struct HealthAPI: Endpoint {
    let method = "GET"
    let path = PathPattern("/healthz")
    let access = Access.probes

    func answer(_ call: Call) throws(Problem) -> Response {
        .json(200, capacity: 32) { $0.field("status", "ok") }
    }
}
