extension EpayParameters {
    /// The merchant that the request says it comes from, which is not proven yet.
    ///
    /// A decimal integer from 1, written in one way only: shops compare the number in a notification with the one in
    /// their settings as text.
    func pid() throws(EpayRefusal) -> Int64 {
        guard let digits = values[Array("pid".utf8)] else { throw .nothingSent }
        guard !digits.isEmpty else { throw .missing(.pid) }
        guard digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), digits.first != UInt8(ascii: "0"),
            let pid = Int64(String(decoding: digits, as: UTF8.self))
        else { throw .unknownMerchant }
        return pid
    }
}
