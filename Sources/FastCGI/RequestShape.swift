/// The order of records that makes a request, as a small state machine: BEGIN, PARAMS until an empty one, STDIN until
/// an empty one, all of one request id and nothing in between.
///
/// libfcgi is shown only what has passed here. It answers management records on the stack and four repeated names in
/// a GET_VALUES overrun it; it also skips records of other ids for ever, and takes any length of parameters.
struct RequestShape {
    enum Stage { case begin, parameters, input, complete }

    private(set) var stage = Stage.begin
    private(set) var requestID = 0
    /// Whether the web server asked to keep the connection.
    private(set) var isKept = false
    /// Content bytes of STDIN so far.
    private(set) var inputBytes = 0
    private var parameters: [UInt8] = []
    private let limits: FastCGILimits

    init(limits: FastCGILimits) { self.limits = limits }

    /// Ready for the next request; the parameters' memory is kept.
    mutating func reset() {
        stage = .begin
        requestID = 0
        isKept = false
        inputBytes = 0
        parameters.removeAll(keepingCapacity: true)
    }

    /// Whether a record of this header may come now. To be asked before its content is waited for.
    ///
    /// BEGIN and the records that end a stream must not be padded: libfcgi forgets such padding and would read it as
    /// the next record, so that it and these checks would see different requests.
    func admit(_ header: RecordHeader) throws(PeerRefusal) {
        guard header.paddingBytes == 0 || header.kind != .begin && header.contentBytes > 0 else {
            throw .unexpectedRecord
        }
        switch (stage, header.kind) {
        case (.begin, .begin):
            guard header.contentBytes == 8, header.requestID != 0 else { throw .badBegin }
        case (.begin, _):
            throw .notFastCGI
        case (.parameters, .parameters) where header.requestID == requestID:
            guard parameters.count + header.contentBytes <= limits.parameterBytes else { throw .tooManyParameters }
        case (.input, .input) where header.requestID == requestID:
            break
        default:
            throw .unexpectedRecord
        }
    }

    /// Takes an admitted record with its whole content.
    mutating func take(_ header: RecordHeader, _ content: Span<UInt8>) throws(PeerRefusal) {
        switch stage {
        case .begin:
            // Role 1 is the responder; authorizers and filters are not served. Bit 0 of the flags keeps the connection.
            guard content[0] == 0, content[1] == 1 else { throw .badBegin }
            isKept = content[2] & 1 == 1
            requestID = header.requestID
            stage = .parameters
        case .parameters:
            if content.isEmpty {
                try ParameterCheck.check(parameters.span, maximumCount: limits.parameters)
                stage = .input
            } else {
                unsafe content.withUnsafeBufferPointer { unsafe parameters.append(contentsOf: $0) }
            }
        case .input:
            inputBytes += content.count
            if content.isEmpty { stage = .complete }
        case .complete:
            throw .unexpectedRecord
        }
    }
}
