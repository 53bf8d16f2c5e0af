/// What an endpoint makes of a call.
enum EndpointKind {
    /// Its answer.
    case answering(any AnsweringEndpoint)
    /// Its answer, perhaps much later.
    case deferring(any DeferringEndpoint)
    /// A command, and the answer from what becomes of that.
    case commanding(any CommandEndpoint)
}
