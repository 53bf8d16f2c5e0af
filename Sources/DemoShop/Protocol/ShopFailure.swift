/// Why the shop could not do something.
package enum ShopFailure: Error, Sendable, CustomStringConvertible {
    /// A file of the shop could not be read or written.
    case file(path: String)
    /// The gateway gave no answer that can be understood.
    case gateway(String)

    package var description: String {
        switch self {
        case .file(let path): "\(path): cannot be read or written"
        case .gateway(let reason): "the gateway: \(reason)"
        }
    }
}
