/// Which addresses may be connected to on behalf of somebody else.
package enum AddressPolicy: Sendable, Equatable {
    /// The open Internet only.
    case publicOnly
    /// This machine too: for stacks that run on one.
    case publicAndLoopback

    /// Whether this address may be connected to.
    package func allows(_ address: IPAddress) -> Bool {
        switch address.reach {
        case .everywhere: true
        case .loopback: self == .publicAndLoopback
        case .special: false
        }
    }
}
