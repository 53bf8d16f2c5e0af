import Deductions
import MariaDB

/// `GET /v1/payers/{id}`: one of the merchant's own payers.
struct PayerReadAPI: AnsweringEndpoint {
    let method = "GET"
    let path = PathPattern("/v1/payers/{id}")
    let records: any Records

    func answer(_ call: Call) throws(Problem) -> Response {
        let id = try call.identifier()
        let merchant = try call.merchant()
        let found = try reading { () throws(DatabaseFailure) in
            try records.payer(id, of: merchant, call.request.deadline)
        }
        guard let payer = found else { throw Problem(.notFound) }
        return .json(200) { payer.write(into: &$0) }
    }
}
