import ArgumentParser
import DemoShop
import FastCGI
import Foundation
import Threading

/// `kadock shop`: the demo shop's server, which `kadock up` starts. Hidden, because nobody needs to start it by hand.
struct ShopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shop", abstract: "Serves the demo shop of a stack over FastCGI.", shouldDisplay: false)

    @Option(help: "What the shop is told, as `kadock up` writes it.")
    var config: String

    @Option(help: "unix:PATH, tcp:HOST:PORT or inherited.")
    var listen: String

    /// Threads that may wait for a file or for the gateway.
    private static let threadCount = 4

    func run() throws {
        guard let address = ListenerAddress(text: listen) else {
            throw ValidationError("--listen is unix:PATH, tcp:HOST:PORT or inherited")
        }
        let end = EndSignals()
        do {
            let shop = try Shop(ShopSettings(file: config))
            try FastCGILibrary.prepare()
            let threads = WorkPool(name: "shop", threads: Self.threadCount)
            let server = try FastCGIServer(
                listener: Listener(address), waiters: threads, bodyLimit: { _ in 16 << 10 }
            ) { request, requester in
                threads.run { requester.answer(FastCGIResponse(bytes: shop.answer(ShopRequest(request)).gatewayBytes)) }
            }
            server.start()
            end.wait()
            server.stop()
            threads.stop()
        } catch {
            FileHandle.standardError.write(Data("kadock: \(error)\n".utf8))
            throw ExitCode.failure
        }
    }
}

extension ShopRequest {
    /// A request as FastCGI brought it. A body that is too large is none: no form of the shop has one.
    fileprivate init(_ request: FastCGIRequest) {
        var body: [UInt8] = []
        if case .whole(let bytes) = request.body { body = bytes }
        self.init(
            method: request["REQUEST_METHOD"] ?? "", target: request["REQUEST_URI"] ?? "", body: body,
            acceptLanguage: request["HTTP_ACCEPT_LANGUAGE"])
    }
}
