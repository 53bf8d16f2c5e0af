/// `/mapi.php`: the shop's server brings an order and is told where to send the payer.
struct EpayCreateAPI: DeferringEndpoint {
    let method: String
    let path = PathPattern("/mapi.php")
    let access = Access.everybody
    let mediaType = MediaType.form
    let office: EpayOffice

    func answer(_ call: Call, tell: @escaping @Sendable (Result<Response, Problem>) -> Void) {
        EpayOrderDesk(office: office).take(call, at: .mapi) { result in
            switch result {
            case .success(let payment):
                let answer = EpayAnswer.created(tradeNo: payment, payURL: office.cashier.url(of: payment))
                tell(.success(answer.response()))
            case .failure(let refusal):
                office.note(refusal, call)
                tell(.success(EpayAnswer.refused(refusal).response()))
            }
        }
    }
}
