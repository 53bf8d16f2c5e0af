import DevStack
import Foundation
import HTTPClient
import JSON
import OpenSSL

/// A shop's server that speaks the epay protocol, V1 and V2, as the protocol's SDKs do and without a line of ours.
struct EpayPeer: Sendable {
    typealias Field = (name: String, value: String)

    /// An answer, and what of it shops look at.
    struct Answer {
        let status: Int
        let text: String
        let location: String?
        let mediaType: String

        var json: JSONValue? { try? JSONReader.parse(Array(text.utf8)) }
        var code: Int64? { json?["code"]?.integer }
        var message: String? { json?["msg"]?.text }

        subscript(_ name: String) -> String? { json?[name]?.text }
    }

    let base: String
    let pid: Int64
    let md5Key: String
    private let rsa: PrivateKey
    private let platform: PublicKey
    private let authorityFile: String

    init(_ stack: DevStack, pid: Int64, md5Key: String, rsa: PrivateKey) throws {
        base = "https://localhost:\(stack.port)"
        self.pid = pid
        self.md5Key = md5Key
        self.rsa = rsa
        authorityFile = stack.description.authorityFile
        let file = stack.description.merchants.first?.platformRSAPublicKeyFile ?? ""
        platform = try PublicKey(pem: Array(Data(contentsOf: URL(filePath: file))))
    }

    /// An order with some fields as given; nil leaves one out.
    func order(_ number: String, notify: String, _ changes: [(name: String, value: String?)] = []) -> [Field] {
        var fields: [Field] = [
            ("pid", String(pid)), ("type", "alipay"), ("out_trade_no", number), ("notify_url", notify),
            ("return_url", "https://shop.example/return"), ("name", "VIP会员"), ("money", "1.00"),
            ("clientip", "203.0.113.9"),
        ]
        for change in changes {
            fields.removeAll { $0.name == change.name }
            if let value = change.value { fields.append((change.name, value)) }
        }
        return fields
    }

    // MARK: Signing

    /// Sorted `k=v&k=v` of what is left after dropping some values.
    static func text(_ fields: [Field], dropping isDropped: (String) -> Bool = { $0.isEmpty }) -> String {
        fields.filter { $0.name != "sign" && $0.name != "sign_type" && !isDropped($0.value) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    func md5(_ fields: [Field], dropping isDropped: (String) -> Bool = { $0.isEmpty }) -> String {
        Hex.encode(Digest.md5(Array((Self.text(fields, dropping: isDropped) + md5Key).utf8)))
    }

    /// With MD5.
    func signed(_ fields: [Field], type: String? = "MD5") -> [Field] {
        fields + [("sign", md5(fields))] + (type.map { [("sign_type", $0)] } ?? [])
    }

    /// With RSA; `age`: seconds since its time.
    func signedV2(_ fields: [Field], age: Int = 0, with key: PrivateKey? = nil) throws -> [Field] {
        let dated = fields + [("timestamp", String(Int(Date().timeIntervalSince1970) - age))]
        let signature = try (key ?? rsa).sign(Array(Self.text(dated).utf8))
        return dated + [("sign", Base64.encode(signature)), ("sign_type", "RSA")]
    }

    /// Whether the platform signed this with RSA.
    func isFromPlatform(_ fields: [Field]) -> Bool {
        guard let sign = fields.first(where: { $0.name == "sign" })?.value, let signature = Base64.decode(sign) else {
            return false
        }
        return platform.verifies(signature, Array(Self.text(fields).utf8))
    }

    /// Whether an answer of V2 is signed by the platform.
    func isSigned(_ answer: Answer) -> Bool {
        guard case .object(let members)? = answer.json else { return false }
        let fields = members.compactMap { member -> Field? in
            switch member.value {
            case .string(let text): (member.key, text)
            case .integer(let number): (member.key, String(number))
            default: nil
            }
        }
        return isFromPlatform(fields) && fields.contains { $0.name == "timestamp" }
    }

    // MARK: Sending

    func get(_ path: String, _ fields: [Field]) throws -> Answer {
        try send(.get, path + (path.contains("?") ? "&" : "?") + Self.encoded(fields), "")
    }

    func post(_ path: String, _ fields: [Field]) throws -> Answer { try send(.post, path, Self.encoded(fields)) }

    /// `act` of `/api.php` with the plain key.
    func ask(_ act: String, _ fields: [Field] = []) throws -> Answer {
        try get("/api.php", [("act", act), ("pid", String(pid)), ("key", md5Key)] + fields)
    }

    /// The same by POST, with `act` in the query.
    func tell(_ act: String, _ fields: [Field] = []) throws -> Answer {
        try post("/api.php?act=\(act)", [("pid", String(pid)), ("key", md5Key)] + fields)
    }

    /// A door of V2.
    func call(_ door: String, _ fields: [Field] = []) throws -> Answer {
        try post("/api/\(door)", try signedV2([("pid", String(pid))] + fields))
    }

    func send(
        _ method: OutgoingRequest.Method, _ target: String, _ body: String,
        type: String = "application/x-www-form-urlencoded"
    ) throws -> Answer {
        let client = HTTPClient(policy: .publicAndLoopback, certificateAuthorityFile: authorityFile)
        let response = try client.send(
            OutgoingRequest(
                method, try CheckedURL(base + target, .browser),
                headers: method == .post ? [(name: "content-type", value: type)] : [], body: Array(body.utf8)))
        return Answer(
            status: response.status, text: String(decoding: response.body, as: UTF8.self),
            location: response["location"], mediaType: response["content-type"] ?? "")
    }

    static func encoded(_ fields: [Field]) -> String {
        fields.map { escaped($0.name) + "=" + escaped($0.value) }.joined(separator: "&")
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            return isPlain ? String(Character(Unicode.Scalar(byte))) : "%" + Hex.encode([byte]).uppercased()
        }.joined()
    }

    /// The fields of a query, decoded.
    static func fields(_ address: String) -> [Field] {
        address.drop { $0 != "?" }.dropFirst().split(separator: "&").map { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { half in
                half.replacing("+", with: " ").removingPercentEncoding ?? ""
            }
            return (halves[0], halves.count > 1 ? halves[1] : "")
        }
    }
}
