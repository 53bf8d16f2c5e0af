import Deductions
import HTTPClient
import JSON
import Merchants
import OpenSSL
import Values

/// `POST /v1/payments/bulk`: up to 1,000 payments, each as if it had come alone.
struct PaymentBulkAPI: AnsweringEndpoint {
    let method = "POST"
    let path = PathPattern("/v1/payments/bulk")
    let bodyLimit = 2 * 1024 * 1024
    let desk: any CommandDesk
    let cashier: Cashier
    let outgoing: URLRules

    static let maximumCount = 1000

    typealias Decision = Result<Payment, Problem>

    func answer(_ call: Call) throws(Problem) -> Response {
        var reader = try FieldReader(body: try call.json())
        let items = reader.required("payments", .array(0...Self.maximumCount))
        try reader.finish()
        let decisions = try decide(items ?? [], call)
        return Response.json(200, capacity: 1024 * (decisions.count + 1)) { writer in
            writer.array("results") { writer in
                for decision in decisions {
                    writer.object { write(decision, into: &$0, requestID: call.request.requestID) }
                }
            }
        }
    }

    private func write(_ decision: Decision, into writer: inout JSONWriter, requestID: String) {
        switch decision {
        case .success(let payment):
            writer.field("status", 201)
            writer.object("payment") { payment.write(into: &$0, cashier) }
        case .failure(let problem):
            writer.field("status", problem.entry.status)
            writer.object("problem") { problem.write(into: &$0, requestID: requestID) }
        }
    }

    /// What becomes of each item, in order. Items are handed in while earlier ones are still decided.
    private func decide(_ items: [JSONValue], _ call: Call) throws(Problem) -> [Decision] {
        var batch = BulkBatch(
            count: items.count, desk: desk, under: call.caller?.merchant.version, deadline: call.request.deadline)
        for (index, item) in items.enumerated() {
            do throws(Problem) {
                batch.enter(try charge(item, call), at: index)
            } catch {
                batch.refuse(error, at: index)
            }
        }
        let decisions = batch.decisions()
        // The nonce stands for the whole call, so its misuse is told of the whole call.
        for case .failure(let problem) in decisions where problem.code == .replayed { throw problem }
        // So do the merchant's settings: when the call is begun anew, what was decided by the old ones stays so.
        for case .failure(let problem) in decisions where problem.isStale { throw problem }
        return decisions
    }

    private func charge(_ item: JSONValue, _ call: Call) throws(Problem) -> Charge {
        let form = try PaymentForm(
            item, merchant: try call.shop(), policy: try call.policy(), outgoing: outgoing,
            fullnessPercent: desk.fullnessPercent)
        guard let canonical = try? CanonicalJSON.encode(item) else {
            throw Problem(.invalidRequest, "Numbers must be integers")
        }
        let claim = Claim(
            merchant: try call.merchant(), kind: .payment, key: Array(form.outTradeNo.utf8),
            digest: Digest.sha256(canonical))
        return form.charge(caps: try call.caps(), claim: claim, nonce: try call.nonce())
    }
}
