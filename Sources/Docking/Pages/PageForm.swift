import Payers

/// The fields of a form, as text. A field that comes twice, or is not UTF-8, was not sent by our pages.
struct PageForm: Sendable {
    private let values: [String: String]

    init(_ body: [UInt8]) {
        var values: [String: String] = [:]
        for pair in Query(form: body).pairs {
            guard let name = String(validating: pair.name, as: UTF8.self),
                let value = String(validating: pair.value, as: UTF8.self),
                values.updateValue(value, forKey: name) == nil
            else {
                self.values = [:]
                return
            }
        }
        self.values = values
    }

    /// The value of a field; empty if there is none.
    subscript(_ name: String) -> String { values[name] ?? "" }

    /// Six digits; nil for anything else.
    func pin(_ name: String = "pin") -> String? {
        PIN.isWellFormed(self[name]) ? self[name] : nil
    }
}
