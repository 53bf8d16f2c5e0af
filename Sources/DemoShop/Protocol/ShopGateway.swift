import HTTPClient
import JSON

/// The shop's server asks the gateway: `api.php` of the epay V1 protocol, with the plain key in the body of a POST,
/// where no log keeps it.
struct ShopGateway: Sendable {
    let settings: ShopSettings

    /// An answer of the gateway.
    struct Answer: Sendable {
        let code: Int64
        let message: String
        /// Of `act=order`.
        let status: Int64?
        let tradeNo: String?
        let money: String?
    }

    /// How an order stands.
    func order(_ number: String) throws(ShopFailure) -> Answer { try ask("order", [("out_trade_no", number)]) }

    /// Gives the whole amount back.
    func refund(_ order: ShopOrder) throws(ShopFailure) -> Answer {
        try ask("refund", [("out_trade_no", order.number), ("money", ShopMoney.text(fen: order.fen))])
    }

    private func ask(_ act: String, _ fields: [(String, String)]) throws(ShopFailure) -> Answer {
        let all = [("pid", String(settings.pid)), ("key", settings.md5Key)] + fields
        let answer: OutgoingResponse
        do {
            // The gateway's address is the shop's own choice, so no port is out of bounds.
            let url = try CheckedURL("\(settings.gateway)/api.php?act=\(act)", .browser)
            let client = HTTPClient(
                policy: .publicAndLoopback, certificateAuthorityFile: settings.authorityFile)
            answer = try client.send(
                OutgoingRequest(
                    .post, url, headers: [("content-type", "application/x-www-form-urlencoded")],
                    body: Array(ShopForm.text(of: all.map { (name: $0.0, value: $0.1) }).utf8)))
        } catch {
            throw .gateway("no answer")
        }
        guard answer.status == 200, let value = try? JSONReader.parse(answer.body),
            case .integer(let code)? = value["code"]
        else { throw .gateway("status \(answer.status), not what the protocol says") }
        var status: Int64?
        if case .integer(let number)? = value["status"] { status = number }
        return Answer(
            code: code, message: value["msg"]?.text ?? "", status: status, tradeNo: value["trade_no"]?.text,
            money: value["money"]?.text)
    }
}
