import ArgumentParser
import HTTPClient
import Merchants
import Values

/// The options for what is agreed with a merchant. A list that is given takes the place of the one before.
struct SettingsOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Only RSA signatures are taken at the epay doors.")
    var rsaOnly: Bool?
    @Option(help: "The code of a refund that happened, at /api.php: 0 or 1.")
    var refundCode: Int64?
    @Flag(
        inversion: .prefixedNo,
        help: "The same refund within a minute is the same one, at /api.php.")
    var repeatsRefunds: Bool?

    @Option(help: "A network that its servers call from, as 198.51.100.0/24; may be repeated.")
    var network: [String] = []
    @Flag(help: "Its servers call from anywhere.")
    var noNetworks = false
    @Option(help: "A host that its notify_url may name, *.HOST: and all below; may be repeated.")
    var notifyHost: [String] = []
    @Flag(help: "Its notify_url may name any host.")
    var noNotifyHosts = false
    @Option(help: "Likewise for return_url.")
    var returnHost: [String] = []
    @Flag(help: "Its return_url may name any host.")
    var noReturnHosts = false

    @Option(help: "Requests that it may send in a second, in the long run.")
    var rate: Int64?
    @Option(help: "Requests that it may send at once; default: as many as in a second.")
    var burst: Int64?
    @Flag(help: "It may send as many requests as it likes.")
    var noRate = false

    @Option(help: "Minor units that may be charged for it on one day, as CNY=100000; may be repeated.")
    var dayCap: [DayCap] = []
    @Flag(help: "There is no cap on a day.")
    var noDayCaps = false

    /// The most of a list, and of a number.
    private static let (listLimit, rateLimit) = (64, Int64(1_000_000))

    func validate() throws {
        let lists: [(name: String, given: [String], isCleared: Bool, isWellFormed: (String) -> Bool)] = [
            ("network", network, noNetworks, { IPNetwork($0) != nil }),
            ("notify-host", notifyHost, noNotifyHosts, { HostPattern($0) != nil }),
            ("return-host", returnHost, noReturnHosts, { HostPattern($0) != nil }),
        ]
        for (name, given, isCleared, isWellFormed) in lists {
            guard given.isEmpty || !isCleared else {
                throw ValidationError("--\(name) and --no-\(name)s exclude each other.")
            }
            if let wrong = given.first(where: { !isWellFormed($0) }) {
                throw ValidationError("--\(name) \(wrong) is not one.")
            }
            guard given.count <= Self.listLimit else { throw ValidationError("--\(name): at most \(Self.listLimit).") }
        }
        guard refundCode.map({ (0...1).contains($0) }) ?? true else {
            throw ValidationError("--refund-code is 0 or 1.")
        }
        guard burst == nil || rate != nil, rate == nil || !noRate else {
            throw ValidationError("--burst goes with --rate, and --no-rate with neither.")
        }
        for number in [rate, burst].compactMap({ $0 }) where !(1...Self.rateLimit).contains(number) {
            throw ValidationError("--rate and --burst are 1 to \(Self.rateLimit).")
        }
        guard dayCap.isEmpty || !noDayCaps else {
            throw ValidationError("--day-cap and --no-day-caps exclude each other.")
        }
    }

    /// The settings with what was given in them.
    func applied(to before: MerchantSettings) -> MerchantSettings {
        var settings = before
        if let rsaOnly { settings.takesRSAOnly = rsaOnly }
        if let refundCode { settings.refundCode = refundCode }
        if let repeatsRefunds { settings.repeatsRefunds = repeatsRefunds }
        if !network.isEmpty || noNetworks { settings.networks = network }
        if !notifyHost.isEmpty || noNotifyHosts { settings.notifyHosts = notifyHost }
        if !returnHost.isEmpty || noReturnHosts { settings.returnHosts = returnHost }
        if let rate { settings.rate = RequestRate(perSecond: rate, burst: burst ?? rate) }
        if noRate { settings.rate = nil }
        if !dayCap.isEmpty || noDayCaps {
            settings.dayCaps = Dictionary(dayCap.map { ($0.currency, $0.amount) }, uniquingKeysWith: { $1 })
        }
        return settings
    }
}
