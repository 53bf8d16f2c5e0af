import DevStack
import Foundation
import OpenSSL
import Testing

@Suite struct NginxConfigurationTests {
    @Test(
        "nginx -t passes for one node and for several, with and without the demo shop",
        arguments: ["kadock.conf", "kadock-nodes.conf"], [nil, 19_480])
    func configurationIsAccepted(_ file: String, shopPort: Int?) throws {
        let home = try TemporaryDirectory()
        let directory = RunDirectory("\(home.path)/stack")
        for folder in ["conf/nginx", "run", "log", "tls", "tmp"] {
            try FileManager.default.createDirectory(
                atPath: "\(directory.path)/\(folder)", withIntermediateDirectories: true)
        }
        let authority = try CertificateAuthority(name: "test", validDays: 1)
        let leaf = try authority.issue(names: ["localhost"], addresses: [], validDays: 1)
        try Data(leaf.certificatePEM).write(to: URL(filePath: "\(directory.path)/tls/server.crt"))
        try Data(leaf.privateKeyPEM).write(to: URL(filePath: "\(directory.path)/tls/server.key"))
        let place = NginxPlace(
            directory: directory, port: 18_443, metricsPort: 19_470, workers: 3, feedWorkers: 1, shopPort: shopPort)
        try place.write()
        let server = try String(contentsOfFile: "\(directory.path)/conf/nginx/server.conf", encoding: .utf8)
        #expect(server.contains("demo") == (shopPort != nil))
        #expect(try place.objection(to: file) == nil)
        // The test sees what nginx objects to.
        let path = "\(directory.path)/conf/nginx/limits.conf"
        try Data("no_such_directive on;\n".utf8).write(to: URL(filePath: path))
        #expect(try place.objection(to: file)?.contains("no_such_directive") == true)
    }
}
