import JSON
import MariaDB
import Merchants

/// `GET /v1/merchant/keys`: the merchant's keys, the newest one first; no secrets.
struct KeyListAPI: AnsweringEndpoint {
    let method = "GET"
    let path = PathPattern("/v1/merchant/keys")
    let merchants: any MerchantDesk

    /// More than a merchant can have that are good.
    private static let limit = 100

    func answer(_ call: Call) throws(Problem) -> Response {
        let merchant = try call.merchant()
        let keys = try reading { () throws(DatabaseFailure) in
            try merchants.keys(of: merchant, call.request.deadline)
        }
        return .json(200, capacity: 4096) { writer in
            writer.array("data") { writer in
                for key in keys.prefix(Self.limit) { writer.object { key.write(into: &$0) } }
            }
        }
    }
}
