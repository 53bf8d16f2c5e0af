/// Another stream's requests, the first of them written before they are needed.
///
/// A shop writes and signs its requests on its own machine: done beforehand, that work takes no processor time from
/// what is measured. Beyond the prepared ones it goes on as the other stream would.
struct PreparedStream: RequestStream {
    private var stream: any RequestStream
    private var prepared: [[UInt8]]

    init(_ stream: any RequestStream, count: Int) {
        self.stream = stream
        prepared = []
        prepared.reserveCapacity(count)
        for _ in 0..<count { prepared.append(self.stream.next()) }
        prepared.reverse()
    }

    mutating func next() -> [UInt8] { prepared.popLast() ?? stream.next() }

    mutating func following(_ answer: HTTPAnswer) -> [UInt8]? { stream.following(answer) }
}
