/// A request under way through the gateway.
struct Asked: Sendable {
    let request: Request
    let match: Router.Match
    /// Nanoseconds of the monotonic clock at which it came.
    let startNanoseconds: UInt64
    let tell: @Sendable (Response) -> Void

    /// Where it is counted.
    func key(status: Int) -> RequestKey {
        guard case .endpoint(let endpoint, _) = match else {
            return RequestKey(method: "other", path: "other", status: status)
        }
        return RequestKey(method: endpoint.method, path: endpoint.path.text, status: status)
    }
}
