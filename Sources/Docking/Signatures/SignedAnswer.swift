/// An answer and the request it belongs to, as the answer's signature sees them.
struct SignedAnswer: SignedMessage {
    let status: Int
    let headers: Headers
    let request: SignedRequest

    func value(of component: SignatureComponent) -> [UInt8]? {
        if component.isOfRequest { return request.value(of: SignatureComponent(component.name)) }
        return switch component.name {
        case .field(let name): headers.joined(name).map { Array($0.utf8) }
        case .status: Array(String(status).utf8)
        default: nil
        }
    }
}
