/// One thread's requests, written one after the other.
package protocol RequestStream {
    mutating func next() -> [UInt8]

    /// What an answer is followed by before the request's item is done; nil: it is.
    mutating func following(_ answer: HTTPAnswer) -> [UInt8]?
}

extension RequestStream {
    package mutating func following(_ answer: HTTPAnswer) -> [UInt8]? { nil }
}
