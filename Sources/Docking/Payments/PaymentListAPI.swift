import Deductions
import JSON
import MariaDB
import Values

/// `GET /v1/payments`: a merchant's payments, newest first, page by page.
struct PaymentListAPI: AnsweringEndpoint {
    let method = "GET"
    let path = PathPattern("/v1/payments")
    let records: any Records
    let cashier: Cashier

    func answer(_ call: Call) throws(Problem) -> Response {
        let wanted = try PaymentListForm(call.request.query ?? "", merchant: try call.merchant())
        let found = try find(wanted, call)
        let page = found.prefix(wanted.filter.limit)
        let hasMore = found.count > page.count
        return .json(200, capacity: 1024 * (page.count + 1)) { writer in
            writer.array("data") { writer in
                for payment in page { writer.object { payment.write(into: &$0, cashier) } }
            }
            writer.field("next_cursor", hasMore ? page.last?.terms.id.text : nil)
        }
    }

    /// What is asked for, and one more if there is a next page.
    private func find(_ wanted: PaymentListForm, _ call: Call) throws(Problem) -> [Payment] {
        var filter = wanted.filter
        filter.limit += 1
        let deadline = call.request.deadline
        return try reading { () throws(DatabaseFailure) in
            guard let number = wanted.outTradeNo else { return try records.payments(filter, deadline) }
            let payment = try records.payment(outTradeNo: number, of: filter.merchant, deadline)
            return payment.map { filter.passes($0) ? [$0] : [] } ?? []
        }
    }
}

extension PaymentFilter {
    /// Whether a payment of the filter's merchant is one of those wanted.
    fileprivate func passes(_ payment: Payment) -> Bool {
        (states?.contains(payment.standing.state) ?? true) && (mode == nil || mode == payment.terms.mode)
            && (before.map { payment.terms.id < $0 } ?? true)
            && (from.map { $0 <= payment.terms.createdAt } ?? true)
            && (to.map { payment.terms.createdAt < $0 } ?? true)
    }
}
