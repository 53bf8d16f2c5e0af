import Deductions
import Dispatch
import Logging
import MariaDB
import Merchants
import OpenSSL
import Threading

/// Turns requests into answers: finds the endpoint, finds out who asks, looks at the body's outside, lets the endpoint
/// answer or hands its command in, signs. The order is part of the contract: who cannot say who it is learns nothing
/// else.
package final class Gateway: Sendable {
    /// How far one thread gets with a request.
    private enum Step {
        case response(Response)
        case command(any Command, any CommandEndpoint, under: Int64?)
        case later(Call, any DeferringEndpoint)
        case mustWait
    }

    let router: Router
    private let verifier: RequestVerifier
    private let signer: AnswerSigner
    private let desk: any CommandDesk
    private let limiter: RateLimiter
    private let threads: GatewayThreads
    private let metrics: Metrics
    private let log: Logger
    private let clock: @Sendable () -> Int64

    package init(_ parts: GatewayParts) {
        router = Router(Self.endpoints(parts))
        verifier = RequestVerifier(address: parts.address, directory: parts.directory)
        signer = parts.signer
        desk = parts.desk
        limiter = parts.limiter
        threads = parts.threads
        metrics = parts.metrics
        log = parts.log
        clock = parts.clock
    }

    /// Most asked for first.
    private static func endpoints(_ parts: GatewayParts) -> [any Endpoint] {
        let (desk, records) = (parts.desk, parts.records)
        let cashier = Cashier(address: parts.address)
        return [
            PaymentCreateAPI(cashier: cashier, outgoing: parts.outgoing, desk: desk),
            PaymentListAPI(records: records, cashier: cashier),
            HealthAPI(),
            PaymentBulkAPI(desk: desk, cashier: cashier, outgoing: parts.outgoing),
            PaymentReadAPI(records: records, cashier: cashier),
            CaptureCreateAPI(cashier: cashier),
            VoidCreateAPI(cashier: cashier),
            IncrementCreateAPI(cashier: cashier),
            ExtensionCreateAPI(cashier: cashier),
            CancelCreateAPI(cashier: cashier),
            PromoteCreateAPI(cashier: cashier),
            RefundCreateAPI(),
            BalanceAPI(records: records),
            PolicyReadAPI(policies: parts.policies),
            PolicyCreateAPI(policies: parts.policies),
            PolicyBacktestAPI(policies: parts.policies),
            EventListAPI(records: records, feed: parts.feed),
            MerchantReadAPI(egress: parts.egress, merchants: parts.merchants),
            KeyListAPI(merchants: parts.merchants),
            KeyCreateAPI(merchants: parts.merchants),
            KeyEndAPI(merchants: parts.merchants),
            PayerReadAPI(records: records),
            TopupCreateAPI(),
            PayerCreateAPI(hasher: parts.signIn.hasher),
            KeysAPI(parts.platformKeys),
            DescriptionAPI(),
            DescriptionPage(),
            ReadinessAPI(records: records),
            MetricsAPI(board: parts.board),
        ] + epayEndpoints(parts, cashier) + pages(parts)
    }

    /// Looked at by GET, acted on by POST.
    private static func pages(_ parts: GatewayParts) -> [any Endpoint] {
        let office = PageOffice(parts)
        return ["GET", "POST"].flatMap { method -> [any Endpoint] in
            let pages: [any Endpoint] = [
                CashierPage(method: method, office: office), AccountPage(method: method, office: office),
                DockingPage(method: method, office: office),
            ]
            return parts.offersSandbox ? pages + [SandboxPage(method: method, office: office)] : pages
        }
    }

    /// Shops of the epay protocol come with either method.
    private static func epayEndpoints(_ parts: GatewayParts, _ cashier: Cashier) -> [any Endpoint] {
        let office = EpayOffice(parts, cashier)
        return ["GET", "POST"].flatMap { method -> [any Endpoint] in
            [
                EpaySubmitAPI(method: method, office: office), EpayCreateAPI(method: method, office: office),
                EpayActAPI(method: method, office: office), EpayV2API(method: method, office: office),
            ]
        }
    }

    /// Answers a request, now or later, on this thread or another one. Whatever is wrong with it has an answer too.
    package func answer(_ request: Request, tell: @escaping @Sendable (Response) -> Void) {
        let asked = Asked(
            request: request, match: router.match(request.method, request.path),
            startNanoseconds: DispatchTime.now().uptimeNanoseconds, tell: tell)
        if case .endpoint(let endpoint, _) = asked.match, endpoint.takesLong {
            threads.waiting.run { self.proceed(asked, mayWait: true) }
        } else {
            proceed(asked, mayWait: false)
        }
    }

    private func proceed(_ asked: Asked, mayWait: Bool) {
        do throws(Problem) {
            switch try step(asked, mayWait: mayWait) {
            case .response(let response):
                // Long answers are made on threads that may wait, and written there too.
                if mayWait { finish(asked, response) } else { threads.finishing.run { self.finish(asked, response) } }
            case .later(let call, let endpoint):
                endpoint.answer(call) { result in
                    switch result {
                    case .success(let response): self.finish(asked, response)
                    case .failure(let problem): self.finish(asked, problem)
                    }
                }
            case .mustWait: threads.waiting.run { self.proceed(asked, mayWait: true) }
            case .command(let command, let endpoint, let version):
                desk.submit(command, under: version, asked.request.deadline) { verdict, hasTime in
                    // A lone payment is spared the way to another thread.
                    guard !hasTime else { return self.finish(asked, verdict, endpoint) }
                    self.threads.finishing.run { self.finish(asked, verdict, endpoint) }
                }
            }
        } catch {
            threads.finishing.run { self.finish(asked, error) }
        }
    }

    private func finish(_ asked: Asked, _ verdict: Verdict, _ endpoint: any CommandEndpoint) {
        do throws(Problem) {
            let (outcome, isReplay) = try verdict.decision()
            guard let response = endpoint.response(outcome) else { throw Problem(.idempotencyMismatch) }
            finish(asked, response.replayed(isReplay))
        } catch {
            finish(asked, error)
        }
    }

    /// A request whose merchant has changed since it was judged is judged again, by what holds now.
    private func restart(_ asked: Asked) {
        threads.waiting.run {
            do throws(DatabaseFailure) {
                try self.verifier.directory.refresh(asked.request.deadline)
            } catch {
                return self.finish(
                    asked, Problem(.unavailable, "The keys cannot be read now", cause: error.description))
            }
            self.proceed(asked, mayWait: true)
        }
    }

    private func finish(_ asked: Asked, _ problem: Problem) {
        if problem.isStale, let again = asked.again { return restart(again) }
        note(problem, asked.request)
        finish(asked, problem.response(requestID: asked.request.requestID))
    }

    private func finish(_ asked: Asked, _ answer: Response) {
        var response = answer
        response.headers.append(("cache-control", "no-store"))
        if asked.request.path.utf8.starts(with: "/v1/".utf8) { sign(&response, asked.request) }
        let elapsed = Int64((DispatchTime.now().uptimeNanoseconds - asked.startNanoseconds) / 1000)
        metrics.record(asked.key(status: response.status), microseconds: elapsed)
        asked.tell(response)
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

    private func step(_ asked: Asked, mayWait: Bool) throws(Problem) -> Step {
        let request = asked.request
        switch asked.match {
        case .nothing: throw Problem(.notFound)
        case .otherMethods(let methods): throw Problem(.methodNotAllowed, allowedMethods: methods)
        case .endpoint(let endpoint, let values):
            if endpoint.access == .operators, !request.isInternal { throw Problem(.notFound) }
            let body = try body(request)
            let digest = Digest.sha256(body)
            var caller: Caller?
            if endpoint.access == .merchants {
                caller = try self.caller(request, body.isEmpty ? nil : digest, mayWait: mayWait)
                guard let caller else { return .mustWait }
                // One that is judged again was counted the first time.
                if asked.restarts == 0, let seconds = limiter.waitSeconds(caller.merchant) {
                    throw .rateLimited(retryAfterSeconds: seconds)
                }
            }
            if endpoint.method == "POST" { try checkContent(request, body, endpoint) }
            let call = Call(request: request, values: values, caller: caller, body: body, contentDigest: digest)
            return try next(call, endpoint)
        }
    }

    private func next(_ call: Call, _ endpoint: any Endpoint) throws(Problem) -> Step {
        switch endpoint.kind {
        case .commanding(let endpoint):
            .command(try endpoint.command(call), endpoint, under: call.caller?.merchant.version)
        case .deferring(let endpoint): .later(call, endpoint)
        case .answering(let endpoint): .response(try endpoint.answer(call))
        }
    }

    private func body(_ request: Request) throws(Problem) -> [UInt8] {
        switch request.body {
        case .whole(let bytes): return bytes
        case .tooLarge: throw Problem(.contentTooLarge)
        case .mismatched: throw Problem(.malformedBody, "The body is not as long as announced")
        }
    }

    /// nil: its key has to be asked for, and this thread may not wait.
    private func caller(
        _ request: Request, _ contentDigest: [UInt8]?, mayWait: Bool
    ) throws(Problem) -> Caller? {
        let caller: Caller
        do throws(SignatureFailure) {
            caller = try verifier.caller(of: request, contentDigest: contentDigest, now: clock(), mayWait: mayWait)
        } catch {
            switch error {
            case .notAtHand: return nil
            case .directoryAway(let cause): throw Problem(.unavailable, "The keys cannot be read now", cause: cause)
            case .expired(let cause): throw Problem(.signatureExpired, cause: cause)
            case .invalid(let cause): throw Problem(.signatureInvalid, cause: cause)
            }
        }
        guard caller.merchant.state == .active else { throw Problem(.forbidden, cause: "suspended") }
        guard SourceRule.accepts(request.remoteAddress, for: caller.merchant) else {
            throw Problem(.forbidden, cause: "not from one of the merchant's networks")
        }
        return caller
    }

    /// Of the endpoint's type, in UTF-8, as it is, and not too much of it.
    private func checkContent(_ request: Request, _ body: [UInt8], _ endpoint: any Endpoint) throws(Problem) {
        let wanted = endpoint.mediaType
        if wanted.isForm, body.isEmpty { return }
        guard case .once(let type) = request.headers.only("content-type"), wanted.matches(type),
            request.headers.only("content-encoding") == .absent
        else { throw Problem(.unsupportedMediaType, "\(wanted.rawValue), without content coding") }
        let limit = endpoint.bodyLimit
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
