import JSON
import MariaDB
import Merchants
import Values

/// `GET /v1/merchant`: the merchant who calls, and what is agreed with it.
struct MerchantReadAPI: AnsweringEndpoint {
    let method = "GET"
    let path = PathPattern("/v1/merchant")
    let egress: [String]
    let merchants: any MerchantDesk

    func answer(_ call: Call) throws(Problem) -> Response {
        let merchant = try call.shop()
        let createdAt = try reading { () throws(DatabaseFailure) in
            try merchants.createdAt(merchant.id, call.request.deadline)
        }
        guard let createdAt else { throw Problem(.notFound) }
        return .json(200) { writer in
            writer.field("id", merchant.id.text)
            writer.field("pid", merchant.pid)
            writer.field("name", merchant.name)
            writer.field("state", merchant.state.rawValue)
            writer.object("settings") { merchant.settings.write(into: &$0) }
            writer.array("egress") { writer in
                for network in egress { writer.string(network) }
            }
            writer.field("created_at", createdAt.rfc3339)
        }
    }
}
