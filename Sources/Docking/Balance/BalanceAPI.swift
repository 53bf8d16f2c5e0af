import JSON
import Ledger
import MariaDB
import Values

/// `GET /v1/balance`: what the merchant has with us.
struct BalanceAPI: AnsweringEndpoint {
    let method = "GET"
    let path = PathPattern("/v1/balance")
    let records: any Records

    func answer(_ call: Call) throws(Problem) -> Response {
        let merchant = try call.merchant()
        let balances = try reading { () throws(DatabaseFailure) in
            try records.balances(of: merchant, call.request.deadline)
        }
        return .json(200) { writer in
            writer.array("balances") { writer in
                for balance in balances {
                    writer.object { writer in
                        writer.field("currency", balance.currency.code)
                        writer.field("available", balance.available)
                        writer.field("pending", balance.pending)
                        writer.field("reserved", balance.reserved)
                    }
                }
            }
        }
    }
}
