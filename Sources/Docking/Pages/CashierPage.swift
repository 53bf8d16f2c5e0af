import Deductions
import Threading

/// `/pay/{id}`: a payer looks at a payment, signs in, and agrees to it.
struct CashierPage: DeferringEndpoint {
    let method: String
    let path = PathPattern("/pay/{id}")
    let access = Access.everybody
    let mediaType = MediaType.form
    let bodyLimit = 4 * 1024
    let office: PageOffice

    func answer(_ call: Call, tell: @escaping @Sendable (Result<Response, Problem>) -> Void) {
        let visit = PageVisit(call, .cashier)
        if let response = office.inOtherLanguage(visit) { return tell(.success(response)) }
        proceed(CashierDesk(office: office, visit: visit), visit, isFirst: true, tell: tell)
    }

    /// If the shop's settings change while the payer agrees, the visit is looked at once more by what holds now.
    private func proceed(
        _ desk: CashierDesk, _ visit: PageVisit, isFirst: Bool,
        tell: @escaping @Sendable (Result<Response, Problem>) -> Void
    ) {
        do throws(Page) {
            switch try desk.step() {
            case .show(let page): tell(.success(page.response(visit)))
            case .go(let response): tell(.success(response))
            case .pay(let consent, let version):
                office.desk.submit(consent, under: version, visit.deadline) { verdict, _ in
                    office.waiting.run {
                        if verdict == .stale, isFirst { return proceed(desk, visit, isFirst: false, tell: tell) }
                        tell(.success(desk.response(verdict)))
                    }
                }
            }
        } catch {
            tell(.success(error.response(visit)))
        }
    }
}
