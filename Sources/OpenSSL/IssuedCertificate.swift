/// A server certificate and its key, both in PEM.
package struct IssuedCertificate: Sendable {
    /// The certificate alone, without the authority's.
    package let certificatePEM: [UInt8]
    /// Its private key, unencrypted PKCS #8.
    package let privateKeyPEM: [UInt8]
}
