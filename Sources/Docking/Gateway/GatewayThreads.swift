package import Threading

/// Where the gateway has work done that the thread which read the request must not do.
package struct GatewayThreads: Sendable {
    /// For endpoints that take long.
    package let waiting: WorkPool
    /// For what is left when it is known what to answer: writing it down, signing it, handing it over.
    package let finishing: WorkPool

    package init(waiting: WorkPool, finishing: WorkPool) {
        self.waiting = waiting
        self.finishing = finishing
    }
}
