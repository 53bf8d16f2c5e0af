/// What a payer's browser shows when an order cannot be paid.
enum EpayPage {
    /// The protocol's status is 200, whatever is wrong; its words are Chinese.
    static func response(_ refusal: EpayRefusal, _ call: Call) -> Response {
        let visit = PageVisit(call, .cashier)
        var page = Page.notice(200, .notPayable, .notPayableHint, visit)
        page.values["words"] = .text(refusal.pageMessage)
        page.offersLanguages = false
        return page.response(visit)
    }
}
