import Threading

@testable import Docking

extension Gateway {
    /// Answers a request and waits for it.
    func answer(_ request: Request) -> Response {
        let reply = Reply<Response>()
        answer(request) { reply.send($0) }
        return reply.receive()
    }
}

extension GatewayThreads {
    /// Shared by all gateways of the tests.
    static let test = GatewayThreads(
        waiting: WorkPool(name: "waiting", threads: 8), finishing: WorkPool(name: "finishing", threads: 2))
}
