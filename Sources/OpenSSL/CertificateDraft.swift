internal import COpenSSL

/// An X.509 certificate in the making (RFC 5280). https://docs.openssl.org/3.0/man3/X509_new/
struct CertificateDraft: ~Copyable {
    let certificate: Owned

    /// Version 3, a random serial number, valid from an hour ago, so that a clock a little behind accepts it.
    init(subject: String, key: borrowing Owned, validDays: Int) throws(OpenSSLFailure) {
        let operation = "begin a certificate"
        let certificate = try unsafe Owned(operation, X509_new(), X509_free)
        let pointer = unsafe certificate.pointer
        let serial = try unsafe Owned(operation, BN_new(), BN_free)
        let name = Array(subject.utf8)
        // 159 bits: positive, and at most 20 bytes (RFC 5280 §4.1.2.2).
        guard let days = CInt(exactly: validDays), days > 0,
            unsafe BN_rand(serial.pointer, 159, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1,
            unsafe BN_to_ASN1_INTEGER(serial.pointer, X509_get_serialNumber(pointer)) != nil,
            unsafe X509_set_version(pointer, 2) == 1,
            unsafe X509_gmtime_adj(X509_getm_notBefore(pointer), -3600) != nil,
            unsafe X509_time_adj_ex(X509_getm_notAfter(pointer), days, 0, nil) != nil,
            unsafe X509_NAME_add_entry_by_NID(
                X509_get_subject_name(pointer), NID_commonName, MBSTRING_UTF8, name, CInt(name.count), -1, 0) == 1,
            unsafe X509_set_pubkey(pointer, key.pointer) == 1
        else { throw .last(operation) }
        self.certificate = certificate
    }

    func setIssuer(_ issuer: OpaquePointer) throws(OpenSSLFailure) {
        guard unsafe X509_set_issuer_name(certificate.pointer, X509_get_subject_name(issuer)) == 1 else {
            throw .last("name the issuer")
        }
    }

    /// Adds extensions in the text form of https://docs.openssl.org/3.0/man5/x509v3_config/
    func extend(_ extensions: [(CInt, String)], issuer: OpaquePointer) throws(OpenSSLFailure) {
        var context = unsafe X509V3_CTX()
        unsafe X509V3_set_ctx(&context, issuer, certificate.pointer, nil, nil, 0)
        for (kind, text) in extensions {
            let item = try unsafe Owned(
                "make an extension", X509V3_EXT_conf_nid(nil, &context, kind, text), X509_EXTENSION_free)
            guard unsafe X509_add_ext(certificate.pointer, item.pointer, -1) == 1 else {
                throw .last("add an extension")
            }
        }
    }

    func sign(with key: borrowing Owned) throws(OpenSSLFailure) {
        guard unsafe X509_sign(certificate.pointer, key.pointer, EVP_sha256()) > 0 else {
            throw .last("sign a certificate")
        }
    }

    consuming func finished() -> Owned { certificate }

    static func pem(_ certificate: borrowing Owned) -> [UInt8] {
        let pointer = unsafe certificate.pointer
        return unsafe Memory.written { unsafe PEM_write_bio_X509($0, pointer) }
    }
}
