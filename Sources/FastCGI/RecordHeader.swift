/// The eight bytes before every record's content. Source: the FastCGI specification 1.0, section 3.3.
struct RecordHeader {
    static let byteCount = 8
    /// Content and padding of the longest record.
    static let maximumRestBytes = 65_535 + 255

    enum Kind { case begin, parameters, input, other }

    let kind: Kind
    let requestID: Int
    let contentBytes: Int
    let paddingBytes: Int

    /// `bytes` holds at least eight; throws `notFastCGI` for any version but 1.
    init(_ bytes: Span<UInt8>) throws(PeerRefusal) {
        guard bytes[0] == 1 else { throw .notFastCGI }
        switch bytes[1] {
        case 1: kind = .begin
        case 4: kind = .parameters
        case 5: kind = .input
        default: kind = .other
        }
        requestID = Int(bytes[2]) << 8 | Int(bytes[3])
        contentBytes = Int(bytes[4]) << 8 | Int(bytes[5])
        paddingBytes = Int(bytes[6])
    }

    var restBytes: Int { contentBytes + paddingBytes }

    /// The record that ends the input of request `requestID`.
    static func endOfInput(requestID: Int) -> [UInt8] {
        [1, 5, UInt8(truncatingIfNeeded: requestID >> 8), UInt8(truncatingIfNeeded: requestID), 0, 0, 0, 0]
    }
}
