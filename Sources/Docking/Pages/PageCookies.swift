/// The cookies of a request (RFC 6265), and how ours are set.
///
/// The names begin with `__Host-`: browsers take such a cookie from this host alone, over TLS alone and for all paths,
/// so no neighbour can plant one.
struct PageCookies: Sendable {
    /// What we keep in a browser.
    enum Name: String, Sendable {
        /// Who is signed in.
        case session = "__Host-kadock_session"
        /// What forms have to repeat before anybody is signed in.
        case form = "__Host-kadock_form"
        /// The language somebody has picked.
        case language = "__Host-kadock_language"
    }

    private let values: [String: String]

    /// Reads the Cookie fields. A name that comes twice means nothing: who knows whose value is which.
    init(_ headers: Headers) {
        // HTTP/2 may cut the field into several, nginx joins them with a semicolon.
        let pairs = (headers.joined("cookie") ?? "").utf8.split { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ",") }
        var values: [String: String] = [:]
        var twice: Set<String> = []
        for pair in pairs {
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2 else { continue }
            let name = String(Substring(halves[0])).trimmingSpaceAndTab
            let value = String(Substring(halves[1])).trimmingSpaceAndTab
            if values.updateValue(value, forKey: name) != nil { twice.insert(name) }
        }
        self.values = values.filter { !twice.contains($0.key) }
    }

    subscript(_ name: Name) -> String? { values[name.rawValue] }

    /// The value of a Set-Cookie field. `value` has to be letters, digits, `-` and `_`: ours are.
    static func set(_ name: Name, _ value: String, seconds: Int? = nil) -> String {
        let age = seconds.map { "; Max-Age=\($0)" } ?? ""
        return "\(name.rawValue)=\(value); Path=/; Secure; HttpOnly; SameSite=Lax\(age)"
    }

    /// Takes a cookie away.
    static func clear(_ name: Name) -> String { set(name, "", seconds: 0) }
}
