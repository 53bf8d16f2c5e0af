import Deductions
import MariaDB
import Values

/// `GET /v1/payments`: a merchant's payments, newest first, page by page.
struct PaymentListAPI: Endpoint {
    let method = "GET"
    let path = PathPattern("/v1/payments")
    let records: any Records
    let cashier: Cashier

    func answer(_ call: Call) throws(Problem) -> Response {
        let merchant = try call.merchant()
        let wanted = try PaymentListForm(call.request.query ?? "")
        // One more than asked for tells whether there is a next page.
        var filter = wanted.filter
        filter.limit += 1
        let found = try reading { () throws(DatabaseFailure) in
            try records.payments(filter, of: merchant, call.request.deadline)
        }
        let page = found.prefix(wanted.filter.limit)
        let hasMore = found.count > page.count
        return .json(200, capacity: 1024 * (page.count + 1)) { writer in
            writer.array("data") { writer in
                for payment in page { writer.object { payment.write(into: &$0, cashier) } }
            }
            writer.field("next_cursor", hasMore ? page.last?.terms.id.text : nil)
        }
    }
}
