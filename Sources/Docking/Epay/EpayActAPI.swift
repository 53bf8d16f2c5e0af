import Merchants

/// `/api.php`: what a shop's server asks about its account and its orders, refunds, captures and voids. With `s` it is
/// a door of V2, as it is called on servers that cannot rewrite addresses.
struct EpayActAPI: DeferringEndpoint {
    let method: String
    let path = PathPattern("/api.php")
    let access = Access.everybody
    let mediaType = MediaType.anyForm
    let office: EpayOffice

    func answer(_ call: Call, tell: @escaping @Sendable (Result<Response, Problem>) -> Void) {
        if let door = call.epayV2Door {
            return EpayV2Door(office: office).answer(call, door, tell: tell)
        }
        let refused = { @Sendable (refusal: EpayRefusal) in EpayAnswer.refused(refusal) }
        do throws(EpayRefusal) {
            guard let act = EpayAct(v1: try EpayParameters(call).bytes("act")) else { throw .unknownAct }
            let takesKey = !act.changesSomething || method == "POST"
            office.serve(call, at: .v1, takesKey: takesKey, refused: refused) { caller, finish throws(EpayRefusal) in
                try EpayActDesk(office: office).perform(act, caller, call) { result in
                    finish(result.map { $0.response(code: $0.isOfMoney ? caller.merchant.settings.refundCode : 1) })
                }
            } tell: {
                tell($0)
            }
        } catch {
            office.refuse(error, call, refused, tell)
        }
    }
}
