import Deductions
import MariaDB

/// `GET /v1/payments/{id}`.
struct PaymentReadAPI: AnsweringEndpoint {
    let method = "GET"
    let path = PathPattern("/v1/payments/{id}")
    let records: any Records
    let cashier: Cashier

    func answer(_ call: Call) throws(Problem) -> Response {
        let id = try call.identifier()
        let merchant = try call.merchant()
        let found = try reading { () throws(DatabaseFailure) in
            try records.payment(id, of: merchant, call.request.deadline)
        }
        guard let payment = found else { throw Problem(.notFound) }
        return .json(200, capacity: 1024) { payment.write(into: &$0, cashier) }
    }
}
