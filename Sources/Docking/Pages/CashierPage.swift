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
        let desk = CashierDesk(office: office, visit: visit)
        do throws(Page) {
            switch try desk.step() {
            case .show(let page): tell(.success(page.response(visit)))
            case .go(let response): tell(.success(response))
            case .pay(let consent):
                office.desk.submit(consent, visit.deadline) { verdict, _ in
                    office.waiting.run { tell(.success(desk.response(verdict))) }
                }
            }
        } catch {
            tell(.success(error.response(visit)))
        }
    }
}
