internal import COpenSSL

/// A private certificate authority for stacks that run on one machine: ECDSA on P-256, kept in memory only. Whoever
/// trusts its certificate trusts what it issued, and nothing can be issued once it is gone.
package final class CertificateAuthority {
    private let key: Owned
    private let certificate: Owned

    /// A new authority of this name whose certificate is valid for so many days.
    package init(name: String, validDays: Int) throws(OpenSSLFailure) {
        let key = try unsafe Owned("generate a key", kadock_ec_generate("P-256"), EVP_PKEY_free)
        let draft = try CertificateDraft(subject: name, key: key, validDays: validDays)
        try unsafe draft.setIssuer(draft.certificate.pointer)
        try unsafe draft.extend(
            [
                (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"),
                (NID_key_usage, "critical,keyCertSign,cRLSign"),
                (NID_subject_key_identifier, "hash"),
            ], issuer: draft.certificate.pointer)
        try draft.sign(with: key)
        self.key = key
        certificate = draft.finished()
    }

    /// The authority's own certificate in PEM, for clients to trust.
    package var certificatePEM: [UInt8] { CertificateDraft.pem(certificate) }

    /// Issues a server certificate with a new key for these DNS names and IP addresses (RFC 5280 §4.2.1.6).
    package func issue(
        names: [String], addresses: [String], validDays: Int
    ) throws(OpenSSLFailure) -> IssuedCertificate {
        let operation = "issue a certificate"
        // The extension's text form knows commas and colons; neither may come in from here.
        let isPlain =
            names.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(Self.isNameByte) }
            && addresses.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(Self.isAddressByte) }
        guard isPlain, let first = names.first ?? addresses.first else {
            throw OpenSSLFailure(operation, detail: "no names, or unusable ones")
        }
        let alternatives = names.map { "DNS:\($0)" } + addresses.map { "IP:\($0)" }
        let leaf = try unsafe Owned(operation, kadock_ec_generate("P-256"), EVP_PKEY_free)
        let draft = try CertificateDraft(subject: first, key: leaf, validDays: validDays)
        try unsafe draft.setIssuer(certificate.pointer)
        try unsafe draft.extend(
            [
                (NID_basic_constraints, "critical,CA:FALSE"),
                (NID_key_usage, "critical,digitalSignature"),
                (NID_ext_key_usage, "serverAuth"),
                (NID_subject_key_identifier, "hash"),
                (NID_authority_key_identifier, "keyid:always"),
                (NID_subject_alt_name, alternatives.joined(separator: ",")),
            ], issuer: certificate.pointer)
        try draft.sign(with: key)
        let pointer = unsafe leaf.pointer
        return unsafe IssuedCertificate(
            certificatePEM: CertificateDraft.pem(draft.finished()),
            privateKeyPEM: Memory.written { unsafe PEM_write_bio_PKCS8PrivateKey($0, pointer, nil, nil, 0, nil, nil) })
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "*"):
            true
        default: false
        }
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
