/// Finds the endpoint of a request.
struct Router: Sendable {
    enum Match {
        case endpoint(any Endpoint, values: [String])
        /// The path is known, for these methods only.
        case otherMethods([String])
        case nothing
    }

    let endpoints: [(pattern: PathPattern, endpoint: any Endpoint)]

    /// Endpoints that are asked for most should come first.
    init(_ endpoints: [any Endpoint]) { self.endpoints = endpoints.map { ($0.path, $0) } }

    func match(_ method: String, _ path: Substring) -> Match {
        guard let parts = PathPattern.parts(path) else { return .nothing }
        var methods: [String] = []
        for (pattern, endpoint) in endpoints {
            guard let values = pattern.match(parts) else { continue }
            if endpoint.method == method { return .endpoint(endpoint, values: values) }
            methods.append(endpoint.method)
        }
        return methods.isEmpty ? .nothing : .otherMethods(methods)
    }
}
