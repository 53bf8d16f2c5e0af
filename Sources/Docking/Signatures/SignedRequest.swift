/// A request as its signature sees it: with our own address, whatever Host header came along.
struct SignedRequest: SignedMessage {
    let request: Request
    let address: BaseAddress

    func value(of component: SignatureComponent) -> [UInt8]? {
        guard !component.isOfRequest else { return nil }
        return switch component.name {
        case .field(let name): request.headers.joined(name).map { Array($0.utf8) }
        case .method: Array(request.method.utf8)
        case .targetURI: Array((address.text + request.target).utf8)
        case .authority: Array(address.authority.utf8)
        case .scheme: Array(address.scheme.utf8)
        case .requestTarget: Array(request.target.utf8)
        case .path: request.path.isEmpty ? [UInt8(ascii: "/")] : Array(request.path.utf8)
        case .query: [UInt8(ascii: "?")] + Array((request.query ?? "").utf8)
        case .queryParameter(let name): queryParameter(name)
        case .status: nil
        }
    }

    /// RFC 9421 §2.2.8: the one parameter of this name. One that comes twice cannot be covered this way.
    private func queryParameter(_ name: String) -> [UInt8]? {
        guard let query = request.query else { return nil }
        let values = Query(query).pairs.filter { Query.encoded($0.name).elementsEqual(name.utf8) }
        guard values.count == 1, let only = values.first else { return nil }
        return Query.encoded(only.value)
    }
}
