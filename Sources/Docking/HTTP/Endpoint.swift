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

/// Whom an endpoint answers.
enum Access: Sendable {
    /// Merchants, by signature. Its answers are signed too.
    case merchants
    /// Anybody; its answers are signed.
    case everybody
    /// Load balancers and their like, who want it quick and unsigned.
    case probes
    /// Ourselves, through the listener that nobody else reaches.
    case operators
}

extension Endpoint {
    var access: Access { .merchants }
    var bodyLimit: Int { 64 * 1024 }
}
