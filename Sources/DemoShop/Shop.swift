import Foundation

/// A small shop that sells for real: it knows the gateway by its public address, its number and its secret, as any
/// other shop does, and nothing of how it works.
package final class Shop: Sendable {
    let settings: ShopSettings
    let orders: ShopOrders
    let gateway: ShopGateway
    let pages = ShopPages()

    /// Opens the shop; orders of earlier days are still there.
    package init(_ settings: ShopSettings) throws(ShopFailure) {
        self.settings = settings
        orders = try ShopOrders(folder: settings.folder)
        gateway = ShopGateway(settings: settings)
    }

    /// Answers a request; it may wait for the gateway. Nothing is fetched or changed by a path that is not listed here.
    package func answer(_ request: ShopRequest) -> ShopResponse {
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2, parts[0].isEmpty, parts[1] == "demo" else { return notice("missing", request, 404) }
        do throws(ShopFailure) {
            switch (request.method, Array(parts.dropFirst(2))) {
            case ("GET", []): return goodsPage(request)
            case ("GET", ["shop.css"]): return Self.file("text/css", PackageResources.shop_css)
            case ("GET", ["shop.js"]): return Self.file("text/javascript", PackageResources.shop_js)
            case ("GET", ["notify"]): return try takeNotice(request)
            case ("GET", ["return"]): return try takeReturn(request)
            case ("POST", ["orders"]): return try makeOrder(request)
            case ("GET", let rest) where rest.count == 2 && rest[0] == "orders":
                return orderPage(rest[1], request)
            case ("GET", let rest) where rest.count == 3 && rest[0] == "orders" && rest[2] == "pay":
                return try checkoutPage(rest[1], request)
            case ("POST", let rest) where rest.count == 3 && rest[0] == "orders" && rest[2] == "query":
                return try askGateway(rest[1], request)
            case ("POST", let rest) where rest.count == 3 && rest[0] == "orders" && rest[2] == "refund":
                return try refund(rest[1], request)
            default: return notice("missing", request, 404)
            }
        } catch {
            return notice("trouble", request, 503)
        }
    }

    /// A page with one message, by the name of its word.
    func notice(_ word: String, _ request: ShopRequest, _ status: Int) -> ShopResponse {
        page("notice", title: word, ["text": pages.word("\(word)_detail", request.language)], request, status: status)
    }

    func page(
        _ template: String, title: String, _ values: [String: Any], _ request: ShopRequest, status: Int = 200
    ) -> ShopResponse {
        pages.page(template, title: title, values, request.language, gateway: settings.gateway, status: status)
    }

    private static func file(_ type: String, _ content: [UInt8]) -> ShopResponse {
        ShopResponse(200, type: "\(type); charset=utf-8", body: content, headers: [("cache-control", "max-age=3600")])
    }
}
