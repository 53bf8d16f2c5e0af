/// What a browser or the gateway asks the shop, as far as the shop looks at it.
package struct ShopRequest: Sendable {
    let method: String
    let path: String
    /// What follows the question mark; empty if there is none.
    let query: String
    let body: String
    let language: ShopLanguage

    /// `target`: path and query as they were sent. `acceptLanguage`: the field of that name.
    package init(method: String, target: String, body: [UInt8] = [], acceptLanguage: String? = nil) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        self.method = method
        path = parts.first ?? ""
        query = parts.count > 1 ? parts[1] : ""
        self.body = String(decoding: body, as: UTF8.self)
        language = ShopLanguage(acceptLanguage: acceptLanguage)
    }
}
