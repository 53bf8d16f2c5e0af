/// `/account`: what a payer has and what became of it.
struct AccountPage: AnsweringEndpoint {
    let method: String
    let path = PathPattern("/account")
    let access = Access.everybody
    let mediaType = MediaType.form
    let bodyLimit = 4 * 1024
    let office: PageOffice

    func answer(_ call: Call) throws(Problem) -> Response {
        let visit = PageVisit(call, .account)
        if let response = office.inOtherLanguage(visit) { return response }
        do throws(Page) {
            return try AccountDesk(office: office, visit: visit).response()
        } catch {
            return error.response(visit)
        }
    }
}
