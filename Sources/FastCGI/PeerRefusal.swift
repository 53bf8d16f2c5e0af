/// Why a connection was closed without an answer: its peer is broken, hostile or gone. No request was executed.
package enum PeerRefusal: String, Error, Sendable {
    /// The first record is not a BEGIN of version 1, or a record has another version.
    case notFastCGI = "not-fastcgi"
    /// Not a responder, request id 0, or a BEGIN of the wrong length.
    case badBegin = "bad-begin"
    /// A record of a type or request id that has no place there: management, abort, a second BEGIN.
    case unexpectedRecord = "unexpected-record"
    /// PARAMS beyond the limits of bytes or count.
    case tooManyParameters = "too-many-parameters"
    /// A name or value that leaves its stream, an empty name, one outside `[A-Z0-9_]`, or a NUL in a value.
    case badParameter = "bad-parameter"
    /// The peer left, or fell silent, in the middle of a request.
    case broken = "broken"
    /// libfcgi refused what the checks had let through, or there is no REQUEST_METHOD.
    case unusable = "unusable"
}
