/// An endpoint whose answer may come much later than the call, without a thread that waits for it.
protocol DeferringEndpoint: Endpoint {
    /// Answers a call that has passed everything `access` asks for: by calling `tell` once, on any thread that may
    /// wait for the database. A failure is a refusal, not an accident.
    func answer(_ call: Call, tell: @escaping @Sendable (Result<Response, Problem>) -> Void)
}

extension DeferringEndpoint {
    var takesLong: Bool { true }
    var kind: EndpointKind { .deferring(self) }
}
