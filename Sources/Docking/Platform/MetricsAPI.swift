/// `GET /metrics`: the counters of all workers of this machine, in Prometheus' text format.
struct MetricsAPI: AnsweringEndpoint {
    let method = "GET"
    let path = PathPattern("/metrics")
    let access = Access.operators
    let board: MetricsBoard

    func answer(_ call: Call) throws(Problem) -> Response {
        Response(
            status: 200, headers: [("content-type", "text/plain; version=0.0.4; charset=utf-8")],
            body: Array(board.text().utf8))
    }
}
