import Threading

/// A request under way through the gateway.
struct Asked: Sendable {
    /// A merchant's settings, keys and policy may change so often while one request is answered.
    static let maximumRestarts = 5

    let request: Request
    let match: Router.Match
    /// Nanoseconds of the monotonic clock at which it came.
    let startNanoseconds: UInt64
    /// How often it was begun again, since what its caller was judged by had changed.
    var restarts = 0
    let tell: @Sendable (Response) -> Void

    /// The same request, to be judged anew; nil: that was done often enough, or nobody waits any more.
    var again: Asked? {
        guard restarts < Self.maximumRestarts, !request.deadline.isPast else { return nil }
        var next = self
        next.restarts += 1
        return next
    }

    /// Where it is counted.
    func key(status: Int) -> RequestKey {
        guard case .endpoint(let endpoint, _) = match else {
            return RequestKey(method: "other", path: "other", status: status)
        }
        return RequestKey(method: endpoint.method, path: endpoint.path.text, status: status)
    }
}
