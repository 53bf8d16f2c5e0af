/// `/submit.php`: the payer's browser brings an order and is sent to the cashier.
struct EpaySubmitAPI: DeferringEndpoint {
    let method: String
    let path = PathPattern("/submit.php")
    let access = Access.everybody
    let mediaType = MediaType.form
    let office: EpayOffice

    func answer(_ call: Call, tell: @escaping @Sendable (Result<Response, Problem>) -> Void) {
        EpayOrderDesk(office: office).take(call, at: .submit) { result in
            switch result {
            case .success(let payment):
                let place = office.cashier.url(of: payment)
                tell(.success(Response(status: 302, headers: [("location", place)], body: [])))
            case .failure(let refusal):
                office.note(refusal, call)
                tell(.success(EpayPage.response(refusal)))
            }
        }
    }
}
