/// `/api/pay/…` and `/api/merchant/…`: the doors of epay V2.
struct EpayV2API: DeferringEndpoint {
    let method: String
    let path = PathPattern("/api/{area}/{door}")
    let access = Access.everybody
    let mediaType = MediaType.anyForm
    let office: EpayOffice

    func answer(_ call: Call, tell: @escaping @Sendable (Result<Response, Problem>) -> Void) {
        EpayV2Door(office: office).answer(call, call.values.joined(separator: "/"), tell: tell)
    }
}
