package import JSON
import Values

extension MerchantSettings {
    /// As the merchant's row holds it.
    package var json: [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.object { write(into: &$0) }
        return writer.bytes
    }

    /// Writes all members, defaults too.
    package func write(into writer: inout JSONWriter) {
        writer.field("rsa_only", takesRSAOnly)
        writer.field("refund_code", refundCode)
        writer.field("repeats_refunds", repeatsRefunds)
        writer.strings("networks", networks)
        writer.strings("notify_hosts", notifyHosts)
        writer.strings("return_hosts", returnHosts)
        if let rate {
            writer.object("rate") { writer in
                writer.field("per_second", rate.perSecond)
                writer.field("burst", rate.burst)
            }
        } else {
            writer.null("rate")
        }
        writer.object("day_caps") { writer in
            for (currency, cap) in dayCaps.sorted(by: { $0.key.code < $1.key.code }) {
                writer.field(named: currency.code, .integer(cap))
            }
        }
    }

    /// Reads what `json` wrote; what an earlier version did not know yet has its default.
    package init(json: [UInt8]) {
        guard let value = try? JSONReader.parse(json) else { return }
        func texts(_ name: String) -> [String] { value[name]?.elements.compactMap(\.text) ?? [] }
        takesRSAOnly = value["rsa_only"] == .bool(true)
        refundCode = value["refund_code"]?.integer ?? refundCode
        repeatsRefunds = value["repeats_refunds"] != .bool(false)
        networks = texts("networks")
        notifyHosts = texts("notify_hosts")
        returnHosts = texts("return_hosts")
        if let rate = value["rate"], let perSecond = rate["per_second"]?.integer, let burst = rate["burst"]?.integer {
            self.rate = RequestRate(perSecond: perSecond, burst: burst)
        }
        if case .object(let members)? = value["day_caps"] {
            for member in members {
                if let currency = Currency(code: member.key), let cap = member.value.integer { dayCaps[currency] = cap }
            }
        }
    }
}

extension JSONWriter {
    fileprivate mutating func strings(_ key: StaticString, _ values: [String]) {
        array(key) { writer in
            for value in values { writer.string(value) }
        }
    }
}
