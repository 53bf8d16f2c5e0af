/// What requests are counted by. The path is a pattern's, as callers could make up any number of others.
struct RequestKey: Hashable, Sendable {
    let method: String
    let path: String
    let status: Int
}
