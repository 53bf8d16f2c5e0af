/// `/submit.php`: the payer's browser brings an order and is sent to the cashier.
struct EpaySubmitAPI: DeferringEndpoint {
    let method: String
    let path = PathPattern("/submit.php")
    let access = Access.everybody
    let mediaType = MediaType.anyForm
    let office: EpayOffice

    func answer(_ call: Call, tell: @escaping @Sendable (Result<Response, Problem>) -> Void) {
        EpaySubmission(office: office, door: .v1).answer(call, tell: tell)
    }
}
