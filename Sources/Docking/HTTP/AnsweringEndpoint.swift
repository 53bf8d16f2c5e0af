/// An endpoint that finds its answer itself.
protocol AnsweringEndpoint: Endpoint {
    /// Answers a call that has passed everything `access` asks for. A throw is a refusal, not an accident.
    func answer(_ call: Call) throws(Problem) -> Response
}

extension AnsweringEndpoint {
    var takesLong: Bool { true }
    var kind: EndpointKind { .answering(self) }
}
