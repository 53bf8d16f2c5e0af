import Threading

/// A request for a page.
struct PageVisit: Sendable {
    /// What the page is called.
    let title: PageWord
    let request: Request
    /// The values of the path's places.
    let values: [String]
    let language: PageLanguage
    let cookies: PageCookies
    let form: PageForm

    init(_ call: Call, _ title: PageWord) {
        self.title = title
        request = call.request
        values = call.values
        cookies = PageCookies(call.request.headers)
        form = PageForm(call.request.method == "POST" ? call.body : [])
        language =
            cookies[.language].flatMap(PageLanguage.init(rawValue:))
            ?? PageLanguage(acceptLanguage: call.request.headers.joined("accept-language"))
    }

    /// The page's own address, without what follows a question mark.
    var path: String { String(request.path) }
    var deadline: Deadline { request.deadline }
    var isPost: Bool { request.method == "POST" }

    /// A field of the query; nil: not there.
    func asked(_ name: String) -> String? {
        let pair = Query(request.query ?? "").pairs.first { $0.name.elementsEqual(name.utf8) }
        return pair.flatMap { String(validating: $0.value, as: UTF8.self) }
    }

    /// Whether a form of another site's page was sent here. Browsers that say so at all cannot be made to lie about
    /// it (Fetch Metadata); for older ones there is Origin, which is `null` where our policy hides the referrer.
    func isFromElsewhere(_ address: BaseAddress) -> Bool {
        switch request.headers.only("sec-fetch-site") {
        case .once(let site): return site != "same-origin" && site != "none"
        case .repeated: return true
        case .absent: break
        }
        switch request.headers.only("origin") {
        case .once(let origin):
            return origin != "null" && origin.lowercased() != "\(address.scheme)://\(address.authority)"
        case .repeated: return true
        case .absent: return false
        }
    }
}
