import Bench
import DevStack
import Foundation
import OpenSSL
import Threading
import Values

/// A merchant's server: signed charges over one kept TLS connection.
final class Shop {
    private let connection: HTTPConnection
    private let post: SignedPost
    private let payer: String
    private let address: ServiceAddress
    private let key: SigningKey
    let authority: String

    /// `merchant` counts the demo merchants, `payer` the merchant's own payers.
    init(_ stack: DevStack, merchant number: Int = 0, payer: Int = 0) throws {
        let description = stack.description
        let address = ServiceAddress(host: "localhost", port: stack.port)
        authority = address.authority
        connection = HTTPConnection(
            context: try TLSContext(authorityFile: description.authorityFile), host: address.host, port: address.port)
        guard let merchant = description.merchants.dropFirst(number).first, let secret = Base64.decode(merchant.hmacKey)
        else {
            throw ShopFailure(reason: "the stack has no merchant")
        }
        let payers = description.payers.filter { $0.merchant == merchant.id }
        guard !payers.isEmpty else { throw ShopFailure(reason: "the merchant has no payers") }
        self.payer = payers[payer % payers.count].id
        key = SigningKey(keyID: merchant.hmacKeyID, secret: secret)
        self.address = address
        post = SignedPost(to: address, path: "/v1/payments", key: key)
    }

    /// A signed charge of one fen. The same order makes the same payment; its nonce is new each time.
    func charge(_ order: String) -> [UInt8] {
        let body =
            #"{"out_trade_no":"\#(order)","payer":"\#(payer)","amount":1,"currency":"CNY","mode":"realtime","#
            + #""subject":"Card"}"#
        let now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        return post.request(body: Array(body.utf8), nonce: UUID().uuidString, created: now)
    }

    /// One exchange; throws when the connection ends before the answer.
    func send(_ request: [UInt8]) throws(HTTPFailure) -> HTTPAnswer { try connection.exchange(request) }

    func send(_ request: String) throws(HTTPFailure) -> HTTPAnswer { try send(Array(request.utf8)) }

    /// A plain request without a body.
    func ask(_ method: String, _ target: String, headers: [String] = []) throws(HTTPFailure) -> HTTPAnswer {
        let lines = ["\(method) \(target) HTTP/1.1", "Host: \(authority)"] + headers
        return try send(lines.joined(separator: "\r\n") + "\r\n\r\n")
    }

    /// A signed look at something of the merchant's own (RFC 9421, section 3.1).
    func look(_ target: String) throws(HTTPFailure) -> HTTPAnswer {
        let parameters =
            #"("@method" "@target-uri");created=\#(Int(Date().timeIntervalSince1970));keyid="\#(key.keyID)""#
            + #";alg="hmac-sha256";nonce="\#(UUID().uuidString)""#
        let base = """
            "@method": GET
            "@target-uri": \(address.baseURL)\(target)
            "@signature-params": \(parameters)
            """
        let signature = Base64.encode(HMAC.sha256(key: key.secret, Array(base.utf8)))
        return try ask(
            "GET", target, headers: ["Signature-Input: sig=\(parameters)", "Signature: sig=:\(signature):"])
    }

    /// Repeats a charge until it is captured, at most for half a minute, telling `unwanted` of every other outcome.
    func insist(_ order: String, unwanted: (HTTPAnswer?) -> Void = { _ in }) throws(ShopFailure) -> HTTPAnswer {
        let deadline = Deadline.milliseconds(30_000)
        while !deadline.isPast {
            let answer = try? send(charge(order))
            if let answer, answer.status == 201 { return answer }
            unwanted(answer)
            if let answer, answer.status != 429, answer.status < 500 {
                throw ShopFailure(reason: "\(order): \(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
        throw ShopFailure(reason: "\(order): no 201 for half a minute")
    }
}

struct ShopFailure: Error { let reason: String }
