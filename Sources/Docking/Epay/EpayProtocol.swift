/// The two versions of the epay protocol. An order is told about in the one it was signed in.
enum EpayProtocol: String, Sendable {
    /// Signed with MD5 and a shared key.
    case v1 = "epay-v1"
    /// Signed with RSA, both ways, and with the time in it.
    case v2 = "epay-v2"
}
