/// One method of one path.
protocol Endpoint: Sendable {
    var method: String { get }
    var path: PathPattern { get }
    var access: Access { get }
    /// The largest body in bytes; for POST only.
    var bodyLimit: Int { get }
    /// What bodies have to be; for POST only. A form without fields may be no body at all.
    var mediaType: MediaType { get }
    /// Whether its work may take long: waits for the database, or computes for milliseconds.
    var takesLong: Bool { get }
    /// What it makes of a call.
    var kind: EndpointKind { get }
}

extension Endpoint {
    var access: Access { .merchants }
    var bodyLimit: Int { 64 * 1024 }
    var mediaType: MediaType { .json }
    var takesLong: Bool { false }
}
