internal import Threading

/// Clients that many threads use. Each request goes to one that was at the same host before, whose connection may still
/// be open and whose trusted authorities are read; to a new one only if there is none.
package final class HTTPClientPool: Sendable {
    /// Idle clients that are kept, and with each at least a connection.
    private static let limit = 64

    private let policy: AddressPolicy
    /// Those used last at the end.
    private let idle = Guarded<[(host: String, client: HTTPClient)]>([])

    /// Clients that trust the system's certificate authorities.
    package init(policy: AddressPolicy) {
        self.policy = policy
    }

    /// Sends a request as a client of its own would.
    package func send(_ request: OutgoingRequest) throws(HTTPClientFailure) -> OutgoingResponse {
        let host = request.url.host
        var found: HTTPClient?
        idle.withLock { idle in
            guard let place = idle.lastIndex(where: { $0.host == host }) else { return }
            found = idle.remove(at: place).client
        }
        let client = found ?? HTTPClient(policy: policy)
        defer {
            idle.withLock { idle in
                idle.append((host, client))
                if idle.count > Self.limit { idle.removeFirst() }
            }
        }
        return try client.send(request)
    }
}
