import Foundation
import HTTPClient
import JSON
import OpenSSL

/// A shop's server that speaks the v1 API: every request signed with HMAC-SHA-256 (RFC 9421, RFC 9530).
struct TourClient {
    /// An answer of the API.
    struct Answer {
        let status: Int
        let body: JSONValue
        /// Whether it is the answer to an earlier request of the same number.
        let isReplay: Bool
    }

    /// An event may be waited for.
    private static let limits = OutgoingLimits(totalMilliseconds: 30_000)

    private let plan: TourPlan
    private let client: HTTPClient

    init(_ plan: TourPlan) {
        self.plan = plan
        client = HTTPClient(policy: .publicAndLoopback, certificateAuthorityFile: plan.authorityFile)
    }

    func get(_ path: String) throws(TourFailure) -> Answer { try send("GET", path, nil) }

    /// `body` is a JSON object. `key`: what makes the same request again the same, where its body does not.
    func post(_ path: String, _ body: [UInt8], key: String? = nil) throws(TourFailure) -> Answer {
        try send("POST", path, body, key)
    }

    private func send(
        _ method: String, _ path: String, _ body: [UInt8]?, _ key: String? = nil
    ) throws(TourFailure) -> Answer {
        let address = plan.gateway + path
        do {
            let response = try client.send(
                OutgoingRequest(
                    body == nil ? .get : .post, try CheckedURL(address, .browser),
                    headers: signed(method, address, body, key), body: body ?? [], limits: Self.limits))
            return Answer(
                status: response.status, body: try JSONReader.parse(response.body),
                isReplay: response["idempotency-replayed"] == "true")
        } catch {
            throw TourFailure(request: "\(method) \(path)", reason: "no answer that is understood (\(error))")
        }
    }

    /// The header fields of a signed request.
    private func signed(
        _ method: String, _ address: String, _ body: [UInt8]?, _ key: String?
    ) -> [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        if let body {
            headers = [
                ("content-digest", "sha-256=:\(Base64.encode(Digest.sha256(body))):"),
                ("content-type", "application/json"),
            ]
        }
        if let key { headers.append(("idempotency-key", key)) }
        let covered = [("@method", method), ("@target-uri", address)] + headers.map { ($0.name, $0.value) }
        let parameters =
            "(" + covered.map { "\"\($0.0)\"" }.joined(separator: " ") + ")"
            + ";created=\(Int(Date.now.timeIntervalSince1970));keyid=\"\(plan.keyID)\""
            + ";nonce=\"\(Hex.encode(SecureRandom.bytes(12)))\";alg=\"hmac-sha256\""
        let base =
            covered.map { "\"\($0.0)\": \($0.1)\n" }.joined() + "\"@signature-params\": \(parameters)"
        let signature = Base64.encode(HMAC.sha256(key: plan.key, Array(base.utf8)))
        return headers + [("signature-input", "sig1=\(parameters)"), ("signature", "sig1=:\(signature):")]
    }
}
