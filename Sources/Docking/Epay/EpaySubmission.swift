import Values

/// An order that a payer's browser brings, at either version's door: on to the cashier, or a page that says why not.
struct EpaySubmission: Sendable {
    let office: EpayOffice
    let door: EpayProtocol

    func answer(_ call: Call, tell: @escaping @Sendable (Result<Response, Problem>) -> Void) {
        let finish = { @Sendable (result: Result<Identifier, EpayRefusal>) in
            switch result {
            case .success(let payment):
                let place = office.cashier.url(of: payment)
                tell(.success(Response(status: 302, headers: [("location", place)], body: [])))
            case .failure(let refusal):
                office.note(refusal, call)
                tell(.success(EpayPage.response(refusal, call)))
            }
        }
        do throws(EpayRefusal) {
            let caller = try office.caller(call, at: door, takesKey: false, browser: true)
            try EpayOrderDesk(office: office).take(caller, call, for: .bringing, tell: finish)
        } catch {
            finish(.failure(error))
        }
    }
}
