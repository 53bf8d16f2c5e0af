import Events
import JSON
import MariaDB
import Threading
import Values

/// `GET /v1/events`: what happened to a merchant's payments, in an order without gaps. Who asks for it is held until
/// something happens.
struct EventListAPI: DeferringEndpoint {
    let method = "GET"
    let path = PathPattern("/v1/events")
    let records: any Records
    let feed: FeedWatch

    func answer(_ call: Call, tell: @escaping @Sendable (Result<Response, Problem>) -> Void) {
        do throws(Problem) {
            let merchant = try call.merchant()
            let form = try EventListForm(call.request.query ?? "")
            let page = try self.page(merchant, form, call.request.deadline)
            guard page.entries.isEmpty, form.waitSeconds > 0 else { return tell(.success(response(page, form))) }
            let isHeld = feed.wait(for: merchant, after: form.after, seconds: form.waitSeconds) {
                tell(late(merchant, form))
            }
            if !isHeld { throw Problem(.rateLimited, "Too many wait for events") }
        } catch {
            tell(.failure(error))
        }
    }

    /// The answer when the waiting is over: the call's own deadline has long passed.
    private func late(_ merchant: Identifier, _ form: EventListForm) -> Result<Response, Problem> {
        do throws(Problem) {
            return .success(response(try page(merchant, form, .milliseconds(1_000)), form))
        } catch {
            return .failure(error)
        }
    }

    private func page(
        _ merchant: Identifier, _ form: EventListForm, _ deadline: Deadline
    ) throws(Problem) -> EventPage {
        try reading { () throws(DatabaseFailure) in
            try records.events(of: merchant, after: form.after, limit: form.limit, deadline)
        }
    }

    private func response(_ page: EventPage, _ form: EventListForm) -> Response {
        .json(200, capacity: 512 * (page.entries.count + 1)) { writer in
            writer.array("data") { writer in
                for entry in page.entries {
                    let number = page.numbers[entry.event.payment] ?? ""
                    writer.object { entry.write(into: &$0, outTradeNo: number) }
                }
            }
            writer.field("next", page.entries.last?.seq ?? form.after)
            writer.field("head", page.head)
        }
    }
}
