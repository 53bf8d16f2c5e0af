import Deductions
import Threading

/// `/pay/{id}/sandbox`: what the page of a channel would be, with a button for each way it can go.
struct SandboxPage: DeferringEndpoint {
    let method: String
    let path = PathPattern("/pay/{id}/sandbox")
    let access = Access.everybody
    let mediaType = MediaType.form
    let bodyLimit = 4 * 1024
    let office: PageOffice

    func answer(_ call: Call, tell: @escaping @Sendable (Result<Response, Problem>) -> Void) {
        let visit = PageVisit(call, .sandbox)
        if let response = office.inOtherLanguage(visit) { return tell(.success(response)) }
        let desk = SandboxDesk(office: office, visit: visit)
        do throws(Page) {
            switch try desk.step() {
            case .show(let page): tell(.success(page.response(visit)))
            case .report(let commands): report(commands[...], visit, tell)
            }
        } catch {
            tell(.success(error.response(visit)))
        }
    }

    /// One after the other, as the channel's messages would arrive. Where one is not answered, the visitor sees how far
    /// it went.
    private func report(
        _ commands: ArraySlice<any Command>, _ visit: PageVisit,
        _ tell: @escaping @Sendable (Result<Response, Problem>) -> Void
    ) {
        guard let next = commands.first else { return tell(.success(PageOffice.redirect(to: visit.path))) }
        office.desk.submit(next, visit.deadline) { verdict, _ in
            office.waiting.run {
                guard case .answered = verdict else { return tell(.success(Page.away(visit).response(visit))) }
                report(commands.dropFirst(), visit, tell)
            }
        }
    }
}
