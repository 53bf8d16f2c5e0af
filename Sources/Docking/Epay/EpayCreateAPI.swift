/// `/mapi.php`: the shop's server brings an order and is told where to send the payer.
struct EpayCreateAPI: DeferringEndpoint {
    let method: String
    let path = PathPattern("/mapi.php")
    let access = Access.everybody
    let mediaType = MediaType.form
    let office: EpayOffice

    func answer(_ call: Call, tell: @escaping @Sendable (Result<Response, Problem>) -> Void) {
        let finish = { @Sendable (result: Result<Response, EpayRefusal>) in
            switch result {
            case .success(let response): tell(.success(response))
            case .failure(let refusal):
                office.note(refusal, call)
                tell(.success(EpayAnswer.refused(refusal, message: refusal.orderMessage)))
            }
        }
        do throws(EpayRefusal) {
            let caller = try office.caller(call, at: .v1, takesKey: false)
            try EpayOrderDesk(office: office).take(caller, call, for: .named) { result in
                finish(result.map { EpayAnswer.created($0, payURL: office.cashier.url(of: $0)).response(code: 1) })
            }
        } catch {
            finish(.failure(error))
        }
    }
}
