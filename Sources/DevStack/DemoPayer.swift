import JSON

/// A payer made for trying the system out, with its PIN.
package struct DemoPayer: Sendable, Equatable {
    package let id: String
    package let login: String
    package let pin: String
    /// The merchant whose customer this is; nil: a payer of the platform.
    package let merchant: String?
    package let currency: String
    /// Minor units, when the payer was made.
    package let balance: Int64

    func write(into writer: inout JSONWriter) {
        writer.field("id", id)
        writer.field("login", login)
        writer.field("pin", pin)
        writer.field("merchant", merchant)
        writer.field("currency", currency)
        writer.field("balance", balance)
    }

    init?(_ value: JSONValue) {
        guard let id = value["id"]?.text, let login = value["login"]?.text, let pin = value["pin"]?.text,
            let currency = value["currency"]?.text, case .integer(let balance) = value["balance"]
        else { return nil }
        self.init(
            id: id, login: login, pin: pin, merchant: value["merchant"]?.text, currency: currency, balance: balance)
    }

    init(id: String, login: String, pin: String, merchant: String?, currency: String, balance: Int64) {
        self.id = id
        self.login = login
        self.pin = pin
        self.merchant = merchant
        self.currency = currency
        self.balance = balance
    }
}
