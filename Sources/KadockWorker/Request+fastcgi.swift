import Docking
import FastCGI
import Threading

extension Request {
    /// A request as FastCGI brought it.
    init(_ request: FastCGIRequest, deadline: Deadline) {
        let body: Body =
            switch request.body {
            case .whole(let bytes): .whole(bytes)
            case .tooLarge: .tooLarge
            case .mismatched: .mismatched
            }
        var parameters = RequestParameters()
        request.forEachParameter { parameters.take($0, $1) }
        self.init(parameters, body: body, deadline: deadline)
    }
}
