import Deductions
import JSON
import MariaDB
import Policies
import Values

/// `GET /v1/policy`: the merchant's deduction policy as it holds now, or at another moment.
struct PolicyReadAPI: AnsweringEndpoint {
    let method = "GET"
    let path = PathPattern("/v1/policy")
    let policies: any PolicyDesk

    func answer(_ call: Call) throws(Problem) -> Response {
        let moment = try Self.moment(Query(call.request.query ?? "").pairs)
        let merchant = try call.merchant()
        let schedule = try reading { () throws(DatabaseFailure) in
            try policies.schedule(of: merchant, call.request.deadline)
        }
        let version = schedule.version(at: moment ?? WallClock.now())
        return .json(200, capacity: 2048) { version.write(into: &$0) }
    }

    /// The one parameter there is, `at`; nil: not given.
    private static func moment(_ pairs: [Query.Pair]) throws(Problem) -> Timestamp? {
        guard let pair = pairs.first else { return nil }
        guard pairs.count == 1, pair.name == Array("at".utf8) else {
            throw Problem(.invalidRequest, errors: [FieldError("at", "is the only parameter, and comes once")])
        }
        guard let time = Timestamp(rfc3339: String(decoding: pair.value, as: UTF8.self)) else {
            throw Problem(.invalidRequest, errors: [FieldError("at", "must be a time of RFC 3339")])
        }
        return time
    }
}
