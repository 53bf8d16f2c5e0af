/// One method of one path.
protocol Endpoint: Sendable {
    var method: String { get }
    var path: PathPattern { get }
    var access: Access { get }
    /// The largest body in bytes; for POST only.
    var bodyLimit: Int { get }

    /// Answers a call that has passed everything `access` asks for. A throw is a refusal, not an accident.
    func answer(_ call: Call) throws(Problem) -> Response
}

extension Endpoint {
    var access: Access { .merchants }
    var bodyLimit: Int { 64 * 1024 }
}
