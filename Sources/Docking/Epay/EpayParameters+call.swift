extension Call {
    /// The door of V2 that a call of `/api.php` is meant for, as servers without rewriting of addresses have it.
    var epayV2Door: String? {
        guard request.path == "/api.php", let query = request.query else { return nil }
        return Query(query).pairs.first { $0.name.elementsEqual("s".utf8) }
            .map { String(decoding: $0.value, as: UTF8.self) }
    }

    /// The fields of the body, in either encoding of forms; one that is in neither has none.
    fileprivate var filledForm: [Query.Pair] {
        guard request.method == "POST", !body.isEmpty else { return [] }
        guard case .once(let type) = request.headers.only("content-type"), MultipartForm.matches(type) else {
            return Query(form: body).pairs
        }
        return MultipartForm(body, contentType: type)?.pairs ?? []
    }
}

extension EpayParameters {
    /// What a call brought. The body of a GET means nothing.
    init(_ call: Call) throws(EpayRefusal) {
        do throws(Failure) {
            try self.init(
                query: call.request.query, filled: call.filledForm, ignoring: call.epayV2Door == nil ? nil : "s")
        } catch {
            throw .unreadable(error)
        }
    }
}
