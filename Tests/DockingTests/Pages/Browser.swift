import Foundation
import OpenSSL
import Threading
import Values

@testable import Docking

/// A browser as far as the pages need one: it keeps cookies, sends forms, and says where they come from.
struct Browser {
    let counter: RealCounter
    var language = "zh-CN"
    /// What the browser says of a form's origin.
    var site = "same-origin"
    private(set) var cookies: [String: String] = [:]
    /// The page that was read last.
    private(set) var html = ""
    private(set) var last = Response(status: 0, headers: [], body: [])

    init(_ counter: RealCounter) { self.counter = counter }

    /// The token of the page's forms.
    var token: String { html.firstMatch(of: /name="token" value="([^"]+)"/).map { String($0.1) } ?? "" }

    /// Where the page leads back to.
    var back: String? {
        html.firstMatch(of: /<a class="btn btn-primary" href="(https?:[^"]+)"/)
            .map { String($0.1).replacing("&amp;", with: "&") }
    }

    /// The first link of the page to an address that begins like this.
    func link(to beginning: String) -> String? {
        html.firstRange(of: "href=\"" + beginning).map { found in
            beginning + html[found.upperBound...].prefix { $0 != "\"" }
        }
    }

    /// Asks for a page.
    @discardableResult
    mutating func get(_ target: String) -> Int { ask("GET", target, []) }

    /// Sends a form to a page, with its token unless another one is given, and follows the way to where it leads.
    @discardableResult
    mutating func post(_ path: String, _ fields: [(name: String, value: String)], token: String? = nil) -> Int {
        let form = EpayShop.encoded([(name: "token", value: token ?? self.token)] + fields)
        let status = ask("POST", path, Array(form.utf8))
        guard status == 303, let place = last.header("location") else { return status }
        get(place)
        return status
    }

    @discardableResult
    mutating func signIn(_ path: String, _ login: String, pin: String, _ more: [(name: String, value: String)] = [])
        -> Int
    {
        get(path)
        return post(
            path, [(name: "act", value: "sign-in"), (name: "login", value: login), (name: "pin", value: pin)] + more)
    }

    private mutating func ask(_ method: String, _ target: String, _ body: [UInt8]) -> Int {
        var headers = [(name: "accept-language", value: language)]
        if !cookies.isEmpty {
            headers.append((name: "cookie", value: cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")))
        }
        if method == "POST" {
            headers.append((name: "content-type", value: "application/x-www-form-urlencoded"))
            headers.append((name: "sec-fetch-site", value: site))
        }
        last = counter.gateway.answer(
            Request(
                method: method, target: target, headers: Headers(headers), body: .whole(body),
                remoteAddress: "192.0.2.\(1 + counter.next() % 250)", requestID: Hex.encode(SecureRandom.bytes(16)),
                isInternal: false, deadline: .milliseconds(60_000)))
        for field in last.headers where field.name == "set-cookie" {
            let pair = field.value.prefix { $0 != ";" }.split(separator: "=", omittingEmptySubsequences: false)
            cookies[String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1])
        }
        if !last.body.isEmpty { html = String(decoding: last.body, as: UTF8.self) }
        return last.status
    }
}
