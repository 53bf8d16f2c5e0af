extension EpayParameters {
    /// What a call brought. The body of a GET means nothing.
    init(_ call: Call) throws(EpayRefusal) {
        do throws(Failure) {
            try self.init(query: call.request.query, form: call.request.method == "POST" ? call.body : [])
        } catch {
            throw .unreadable(error)
        }
    }
}
