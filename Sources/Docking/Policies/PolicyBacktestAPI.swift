import Deductions
import JSON
import MariaDB
import Policies
import Values

/// `POST /v1/policy/backtest`: what a draft would have made of the merchant's past payments. Changes nothing.
struct PolicyBacktestAPI: AnsweringEndpoint {
    let method = "POST"
    let path = PathPattern("/v1/policy/backtest")
    let policies: any PolicyDesk

    func answer(_ call: Call) throws(Problem) -> Response {
        var reader = try FieldReader(body: try call.json())
        let draft = reader.required("policy", .anything)
        let from = reader.required("from", .time)
        let until = reader.required("until", .time)
        if let from, let until, from >= until { reader.refuse("until", "must be later than from") }
        var errors = reader.allErrors()
        var policy: Policy?
        if let draft {
            do throws(PolicyRefusal) {
                policy = try Policy(json: draft)
            } catch {
                errors += error.faults.map {
                    FieldError($0.path.isEmpty ? "policy" : "policy." + $0.path, $0.reason)
                }
            }
        }
        guard errors.isEmpty, let policy, let from, let until else {
            throw Problem(.invalidRequest, errors: errors)
        }
        let merchant = try call.merchant()
        let past = try reading { () throws(DatabaseFailure) in
            try policies.past(of: merchant, from: from, until: until, call.request.deadline)
        }
        let result = Backtest(policy).run(past, from: from, until: until)
        return .json(200, capacity: 1024) { result.write(into: &$0) }
    }
}
