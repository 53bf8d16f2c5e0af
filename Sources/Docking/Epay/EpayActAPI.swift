/// `/api.php`: what a shop's server asks about its account and its orders, and refunds.
struct EpayActAPI: DeferringEndpoint {
    let method: String
    let path = PathPattern("/api.php")
    let access = Access.everybody
    let mediaType = MediaType.form
    let office: EpayOffice

    func answer(_ call: Call, tell: @escaping @Sendable (Result<Response, Problem>) -> Void) {
        act(call) { result in
            switch result {
            case .success(let answer): tell(.success(answer.response()))
            case .failure(let refusal):
                office.note(refusal, call)
                tell(.success(EpayAnswer.refused(refusal).response()))
            }
        }
    }

    private func act(_ call: Call, tell: @escaping @Sendable (Result<EpayAnswer, EpayRefusal>) -> Void) {
        let books = EpayBooks(office: office)
        do throws(EpayRefusal) {
            switch String(decoding: try EpayParameters(call).bytes("act"), as: UTF8.self) {
            case "query": tell(.success(try books.account(try office.caller(call, takesKey: true), call)))
            case "order": tell(.success(try books.order(try office.caller(call, takesKey: true), call)))
            case "orders": tell(.success(try books.orders(try office.caller(call, takesKey: true), call)))
            case "refund":
                // A link with a plain key in it ends up in logs and histories: whoever opens it must not move money.
                EpayRefundDesk(office: office).take(call, takesKey: method == "POST", tell: tell)
            default: throw .unknownAct
            }
        } catch {
            tell(.failure(error))
        }
    }
}
