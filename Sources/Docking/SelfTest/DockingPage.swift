/// `/docking`: how a shop docks, with programs to copy, and a look at a signature that was refused.
///
/// What is sent here is answered and forgotten. Nothing happens by it, so a form that comes from elsewhere does no harm
/// and no token is asked for.
struct DockingPage: AnsweringEndpoint {
    let method: String
    let path = PathPattern("/docking")
    let access = Access.everybody
    let mediaType = MediaType.form
    let office: PageOffice

    func answer(_ call: Call) throws(Problem) -> Response {
        let visit = PageVisit(call, .docking)
        if let response = office.inOtherLanguage(visit) { return response }
        return DockingView(office: office, visit: visit).page().response(visit)
    }
}
