/// A page that is thrown is shown instead of the one that was on its way.
extension Page: Error {
    /// A headline, a sentence, and perhaps a way on.
    static func notice(
        _ status: Int, _ headline: PageWord, _ detail: PageWord, _ visit: PageVisit, again: Bool = false,
        token: String? = nil
    ) -> Page {
        let library = PageLibrary.shared
        var values: [String: PageValue] = [
            "headline": .text(library.text(headline, visit.language)),
            "detail": .text(library.text(detail, visit.language)), "again": .flag(again),
        ]
        if let token { values["token"] = .text(token) }
        return Page(status, "notice", values)
    }

    /// Nothing happened, and nothing can happen now.
    static func away(_ visit: PageVisit) -> Page {
        var page = notice(503, .away, .awayDetail, visit, again: true)
        page.retryAfterSeconds = 1
        return page
    }
}
