/// `/mapi.php`: the shop's server brings an order and is told where to send the payer.
struct EpayCreateAPI: DeferringEndpoint {
    let method: String
    let path = PathPattern("/mapi.php")
    let access = Access.everybody
    let mediaType = MediaType.anyForm
    let office: EpayOffice

    func answer(_ call: Call, tell: @escaping @Sendable (Result<Response, Problem>) -> Void) {
        office.serve(call, at: .v1) {
            EpayAnswer.refused($0, message: $0.orderMessage)
        } work: { caller, finish throws(EpayRefusal) in
            try EpayOrderDesk(office: office).take(caller, call, for: .named) { result in
                finish(result.map { EpayAnswer.created($0, payURL: office.cashier.url(of: $0)).response(code: 1) })
            }
        } tell: {
            tell($0)
        }
    }
}
