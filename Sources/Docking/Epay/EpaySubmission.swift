/// An order that a payer's browser brings, at either version's door: on to the cashier, or a page that says why not.
struct EpaySubmission: Sendable {
    let office: EpayOffice
    let door: EpayProtocol

    func answer(_ call: Call, tell: @escaping @Sendable (Result<Response, Problem>) -> Void) {
        office.serve(call, at: door, browser: true) {
            EpayPage.response($0, call)
        } work: { caller, finish throws(EpayRefusal) in
            try EpayOrderDesk(office: office).take(caller, call, for: .bringing) { result in
                finish(
                    result.map { payment in
                        let place = office.cashier.url(of: payment)
                        return Response(status: 302, headers: [("location", place)], body: [])
                    })
            }
        } tell: {
            tell($0)
        }
    }
}
