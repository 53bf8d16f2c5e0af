import HTTPClient
import Merchants

/// Where a merchant's servers may call from.
enum SourceRule {
    /// Whether the merchant takes requests from this address as its own: from everywhere, if it names no networks. An
    /// address or a network that cannot be read is not a reason to let anybody in.
    static func accepts(_ address: String, for merchant: Merchant) -> Bool {
        let networks = merchant.settings.networks
        guard !networks.isEmpty else { return true }
        guard let address = IPAddress(address) else { return false }
        return networks.contains { IPNetwork($0)?.contains(address) ?? false }
    }
}
