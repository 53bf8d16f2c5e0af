package import OpenSSL

/// Why an exchange gave no answer. Whether the request took effect is unknown.
package enum HTTPFailure: Error {
    /// The connection could not be opened, broke, or stayed silent for too long.
    case transport(TLSFailure)
    /// The peer ended the connection before the answer was whole.
    case cutOff
    /// What came back is not HTTP/1.1, or longer than the client takes.
    case malformed(String)
}
