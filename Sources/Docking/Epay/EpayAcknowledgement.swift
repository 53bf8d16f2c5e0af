/// How a shop says that it has understood a notification.
enum EpayAcknowledgement {
    private static let words = ["success", "Success", "SUCCESS"].map { Array($0.utf8) }

    /// True for an answer with a status of 200 to 299 that contains the word. Shops put it into JSON, behind a byte
    /// order mark, or in front of a page; an error page that happens to hold it does not come with such a status.
    static func isGiven(status: Int, body: [UInt8]) -> Bool {
        (200..<300).contains(status) && words.contains { body.contains($0) }
    }
}
