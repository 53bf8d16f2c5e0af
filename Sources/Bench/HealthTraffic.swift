/// `GET /healthz`: the same threads, router and log as a charge, and nothing behind them.
package struct HealthTraffic: Traffic {
    package let itemsPerRequest = 1
    private let request: [UInt8]

    package init(to address: ServiceAddress) {
        request = Array("GET /healthz HTTP/1.1\r\nHost: \(address.authority)\r\n\r\n".utf8)
    }

    package func stream(thread: Int) -> any RequestStream {
        Stream(request: request)
    }

    private struct Stream: RequestStream {
        let request: [UInt8]

        mutating func next() -> [UInt8] { request }
    }
}
