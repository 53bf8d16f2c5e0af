import HTTPClient
import Payers
import Threading
import Values

/// A PIN that somebody gave, and all that is counted by.
struct PINTry: Sendable {
    let digits: String
    /// The login's, whether anybody has it.
    let guardKey: [UInt8]
    /// nil: there is no such payer.
    let known: (payer: Payer, pin: PIN)?
    /// The internet address as it is counted.
    let address: [UInt8]
    /// The request as it is counted.
    let request: [UInt8]
    /// The request as the log names it.
    let requestID: String
    let deadline: Deadline
    let now: Timestamp

    /// `isInside`: by somebody who is signed in. Counted apart, so that nobody outside can lock out who is inside.
    init(
        digits: String, login: String, merchant: Identifier?, isInside: Bool = false, known: (payer: Payer, pin: PIN)?,
        address: String,
        requestID: String, deadline: Deadline, now: Timestamp
    ) {
        self.digits = digits
        guardKey = PINGuardStore.key(login: login, of: merchant, isInside: isInside)
        self.known = known
        self.address = Self.network(address)
        request = PINGuardStore.request(requestID)
        self.requestID = requestID
        self.deadline = deadline
        self.now = now
    }

    /// Who has one IPv6 address has the 2^64 beside it. What is no address is counted in one place.
    static func network(_ text: String) -> [UInt8] {
        guard let bytes = IPAddress(text)?.bytes else { return [] }
        guard bytes.count == 16 else { return bytes }
        let isMapped = bytes.starts(with: [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF])
        return isMapped ? Array(bytes.suffix(4)) : Array(bytes.prefix(8))
    }
}
