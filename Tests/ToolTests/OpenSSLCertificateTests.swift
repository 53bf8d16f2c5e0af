import Foundation
import OpenSSL
import Testing

/// The private authority's certificates, as strict clients see them.
@Suite struct OpenSSLCertificateTests {
    @Test("A leaf is accepted for its names and addresses, and for no others")
    func verifies() throws {
        let directory = try Scratch()
        let authority = try CertificateAuthority(name: "Test CA", validDays: 30)
        let issued = try authority.issue(
            names: ["localhost", "a.example"], addresses: ["127.0.0.1", "::1"], validDays: 7)
        try directory.write("ca.crt", authority.certificatePEM)
        try directory.write("leaf.crt", issued.certificatePEM)
        try directory.write("leaf.key", issued.privateKeyPEM)
        let verify = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", "ca.crt"]
        for flags in [
            ["-verify_hostname", "localhost"], ["-verify_hostname", "a.example"], ["-verify_ip", "127.0.0.1"],
            ["-verify_ip", "::1"],
        ] {
            try directory.run(verify + flags + ["leaf.crt"])
        }
        for flags in [["-verify_hostname", "b.example"], ["-verify_ip", "127.0.0.2"]] {
            #expect(throws: Scratch.CommandFailure.self) { try directory.run(verify + flags + ["leaf.crt"]) }
        }
        try directory.run("openssl", "pkey", "-in", "leaf.key", "-check", "-noout")
    }

    @Test("Another authority's certificate is not accepted")
    func refusesStrangers() throws {
        let directory = try Scratch()
        let issued = try CertificateAuthority(name: "Test CA", validDays: 30)
            .issue(names: ["localhost"], addresses: [], validDays: 7)
        try directory.write("ca.crt", try CertificateAuthority(name: "Test CA", validDays: 30).certificatePEM)
        try directory.write("leaf.crt", issued.certificatePEM)
        #expect(throws: Scratch.CommandFailure.self) {
            try directory.run("openssl", "verify", "-CAfile", "ca.crt", "leaf.crt")
        }
    }

    @Test("Certificates carry what RFC 5280 asks for")
    func carriesExtensions() throws {
        let directory = try Scratch()
        let authority = try CertificateAuthority(name: "Test CA", validDays: 30)
        let issued = try authority.issue(names: ["localhost"], addresses: ["::1"], validDays: 7)
        try directory.write("ca.crt", authority.certificatePEM)
        try directory.write("leaf.crt", issued.certificatePEM)
        let root = try directory.run("openssl", "x509", "-in", "ca.crt", "-noout", "-text")
        for part in ["CA:TRUE, pathlen:0", "Certificate Sign, CRL Sign", "Subject Key Identifier", "Version: 3"] {
            #expect(root.contains(part))
        }
        let leaf = try directory.run("openssl", "x509", "-in", "leaf.crt", "-noout", "-text")
        for part in [
            "CA:FALSE", "Digital Signature", "TLS Web Server Authentication", "Authority Key Identifier",
            "DNS:localhost, IP Address:0:0:0:0:0:0:0:1", "Issuer: CN = Test CA", "ecdsa-with-SHA256",
        ] {
            #expect(leaf.contains(part))
        }
    }

    @Test("A Python client in strict mode completes a handshake")
    func servesStrictPython() throws {
        let directory = try Scratch()
        let authority = try CertificateAuthority(name: "Test CA", validDays: 30)
        let issued = try authority.issue(names: ["localhost"], addresses: ["127.0.0.1"], validDays: 7)
        try directory.write("ca.crt", authority.certificatePEM)
        try directory.write("leaf.pem", issued.certificatePEM + issued.privateKeyPEM)
        try directory.write("handshake.py", Array(Self.handshake.utf8))
        #expect(try directory.run("python3", "handshake.py") == "TLSv1.3 TLSv1.3\n")
    }

    @Test(
        "Names that the extension's text form would read differently are refused",
        arguments: [
            ([], []), ([""], []), (["a,DNS:b"], []), (["a b"], []), (["a:b"], []), (["é"], []), ([], ["localhost"]),
            ([], ["1.2.3.4,DNS:x"]), ([], ["1.2.3"]), (["a\u{0}b"], []),
        ] as [([String], [String])])
    func refusesNames(_ names: [String], _ addresses: [String]) throws {
        let authority = try CertificateAuthority(name: "Test CA", validDays: 30)
        #expect(throws: OpenSSLFailure.self) {
            try authority.issue(names: names, addresses: addresses, validDays: 7)
        }
    }

    private static let handshake = """
        import socket, ssl, threading
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain("leaf.pem")
        listener = socket.create_server(("127.0.0.1", 0))
        def serve():
            for _ in range(2):
                connection = server.wrap_socket(listener.accept()[0], server_side=True)
                connection.sendall(connection.version().encode())
                connection.close()
        thread = threading.Thread(target=serve)
        thread.start()
        client = ssl.create_default_context(cafile="ca.crt")
        client.verify_flags |= ssl.VERIFY_X509_STRICT
        said = []
        for name in ("localhost", "127.0.0.1"):
            connection = client.wrap_socket(
                socket.create_connection(listener.getsockname()), server_hostname=name)
            said.append(connection.recv(16).decode())
        thread.join()
        print(*said)
        """
}
