/// Why a URL is not accepted.
package enum URLRefusal: String, Error, Sendable {
    /// Empty, or longer than 2048 bytes.
    case length
    /// A space, a control character, a backslash, or something outside ASCII.
    case characters
    /// Not a URL, or one with a user name.
    case syntax
    /// Neither `https` nor, where it is allowed, `http`.
    case scheme
    /// The host or the port is written in an unusual way.
    case authority
    /// The host is no name and no address.
    case host
    /// The host is not on the open Internet.
    case address
    /// A port on which something other than a web server is to be expected.
    case port
}
