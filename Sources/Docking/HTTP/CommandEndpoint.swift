import Deductions

/// An endpoint whose calls become commands: nobody waits while a lane decides.
protocol CommandEndpoint: Endpoint {
    /// What a call wants done. A throw is a refusal, not an accident.
    func command(_ call: Call) throws(Problem) -> any Command

    /// How an outcome is told; nil for one of another endpoint's commands, made under the same key.
    func response(_ outcome: Outcome) -> Response?
}

extension CommandEndpoint {
    var kind: EndpointKind { .commanding(self) }
}
