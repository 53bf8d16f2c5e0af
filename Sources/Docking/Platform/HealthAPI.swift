import JSON

/// `GET /healthz`: this process answers.
struct HealthAPI: AnsweringEndpoint {
    let method = "GET"
    let path = PathPattern("/healthz")
    let access = Access.probes
    let takesLong = false

    func answer(_ call: Call) throws(Problem) -> Response {
        .json(200, capacity: 32) { $0.field("status", "ok") }
    }
}
