import JSON
import MariaDB

/// `GET /readyz`: this process answers, and the database answers it.
struct ReadinessAPI: AnsweringEndpoint {
    let method = "GET"
    let path = PathPattern("/readyz")
    let access = Access.probes
    let records: any Records

    func answer(_ call: Call) throws(Problem) -> Response {
        try reading { () throws(DatabaseFailure) in try records.probe(call.request.deadline) }
        return .json(200, capacity: 32) { $0.field("status", "ready") }
    }
}
