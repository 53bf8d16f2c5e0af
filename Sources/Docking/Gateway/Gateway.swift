import Dispatch
import Logging
import Merchants
import OpenSSL

/// Turns requests into answers: finds the endpoint, finds out who asks, looks at the body's outside, lets the endpoint
/// answer, signs. The order is part of the contract: who cannot say who it is learns nothing else.
package final class Gateway: Sendable {
    private let router: Router
    private let verifier: RequestVerifier
    private let signer: AnswerSigner
    private let metrics: Metrics
    private let log: Logger
    private let clock: @Sendable () -> Int64

    package init(_ parts: GatewayParts) {
        router = Router(Self.endpoints(parts))
        verifier = RequestVerifier(address: parts.address, directory: parts.directory)
        signer = parts.signer
        metrics = parts.metrics
        log = parts.log
        clock = parts.clock
    }

    /// Most asked for first.
    private static func endpoints(_ parts: GatewayParts) -> [any Endpoint] {
        let (desk, records) = (parts.desk, parts.records)
        let cashier = Cashier(address: parts.address)
        return [
            PaymentCreateAPI(desk: desk, cashier: cashier),
            PaymentListAPI(records: records, cashier: cashier),
            HealthAPI(),
            PaymentBulkAPI(desk: desk, cashier: cashier),
            PaymentReadAPI(records: records, cashier: cashier),
            RefundCreateAPI(desk: desk),
            BalanceAPI(records: records),
            PayerReadAPI(records: records),
            TopupCreateAPI(desk: desk),
            PayerCreateAPI(desk: desk, hasher: PINHasher()),
            KeysAPI(parts.platformKeys),
            ReadinessAPI(records: records),
            MetricsAPI(board: parts.board),
        ]
    }

    /// Answers a request. Whatever is wrong with it has an answer too.
    package func answer(_ request: Request) -> Response {
        let start = DispatchTime.now().uptimeNanoseconds
        let match = router.match(request.method, request.path)
        var response: Response
        do throws(Problem) {
            response = try respond(request, match)
        } catch {
            response = error.response(requestID: request.requestID)
            note(error, request)
        }
        response.headers.append(("cache-control", "no-store"))
        if request.path.utf8.starts(with: "/v1/".utf8) { sign(&response, request) }
        let elapsed = Int64((DispatchTime.now().uptimeNanoseconds - start) / 1000)
        metrics.record(Self.key(request, match, response.status), microseconds: elapsed)
        return response
    }

    private static func key(_ request: Request, _ match: Router.Match, _ status: Int) -> RequestKey {
        guard case .endpoint(let endpoint, _) = match else {
            return RequestKey(method: "other", path: "other", status: status)
        }
        return RequestKey(method: endpoint.method, path: endpoint.path.text, status: status)
    }

    /// One line for each refusal, in words of ours only: what a caller wrote has no place in the log.
    private func note(_ problem: Problem, _ request: Request) {
        log.info(
            "refused",
            metadata: [
                "request_id": "\(request.requestID)", "code": "\(problem.code.rawValue)",
                "cause": "\(problem.cause ?? problem.detail ?? "")",
            ])
    }

    private func respond(_ request: Request, _ match: Router.Match) throws(Problem) -> Response {
        switch match {
        case .nothing: throw Problem(.notFound)
        case .otherMethods(let methods): throw Problem(.methodNotAllowed, allowedMethods: methods)
        case .endpoint(let endpoint, let values):
            if endpoint.access == .operators, !request.isInternal { throw Problem(.notFound) }
            let body = try body(request)
            let digest = Digest.sha256(body)
            let caller =
                endpoint.access == .merchants ? try caller(request, body.isEmpty ? nil : digest) : nil
            if endpoint.method == "POST" { try checkContent(request, body, limit: endpoint.bodyLimit) }
            return try endpoint.answer(
                Call(request: request, values: values, caller: caller, body: body, contentDigest: digest))
        }
    }

    private func body(_ request: Request) throws(Problem) -> [UInt8] {
        switch request.body {
        case .whole(let bytes): return bytes
        case .tooLarge: throw Problem(.contentTooLarge)
        case .mismatched: throw Problem(.malformedBody, "The body is not as long as announced")
        }
    }

    private func caller(_ request: Request, _ contentDigest: [UInt8]?) throws(Problem) -> Caller {
        let caller: Caller
        do throws(SignatureFailure) {
            caller = try verifier.caller(of: request, contentDigest: contentDigest, now: clock())
        } catch {
            switch error {
            case .directoryAway(let cause): throw Problem(.unavailable, "The keys cannot be read now", cause: cause)
            case .expired(let cause): throw Problem(.signatureExpired, cause: cause)
            case .invalid(let cause): throw Problem(.signatureInvalid, cause: cause)
            }
        }
        guard caller.merchant.state == .active else { throw Problem(.forbidden) }
        return caller
    }

    /// JSON in UTF-8, as it is, and not too much of it.
    private func checkContent(_ request: Request, _ body: [UInt8], limit: Int) throws(Problem) {
        guard case .once(let type) = request.headers.only("content-type"), MediaType.isJSON(type),
            request.headers.only("content-encoding") == .absent
        else { throw Problem(.unsupportedMediaType, "application/json, without content coding") }
        guard body.count <= limit else { throw Problem(.contentTooLarge, "At most \(limit) bytes") }
    }

    private func sign(_ response: inout Response, _ request: Request) {
        let digest = ContentDigest.field(sha256: Digest.sha256(response.body))
        let signature = signer.signature(
            status: response.status, contentDigest: digest,
            request: SignedRequest(request: request, address: verifier.address), created: clock())
        guard let signature else { return }
        response.headers.append(("content-digest", digest))
        response.headers.append(("signature-input", signature.input))
        response.headers.append(("signature", signature.signature))
    }
}
