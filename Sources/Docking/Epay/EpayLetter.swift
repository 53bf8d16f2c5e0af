import HTTPClient
import Values

/// The notification of the epay protocol: a GET of the shop's address with the signed notice behind it, until the shop
/// answers `success`.
struct EpayLetter: Letter {
    private static let limits = OutgoingLimits(totalMilliseconds: 5_000)
    private static let words = ["success", "Success", "SUCCESS"].map { Array($0.utf8) }

    let notice: EpayNotice
    let url: CheckedURL?
    /// All that was paid has gone back: whoever is told now that it is paid would hand out goods for nothing.
    let isRefunded: Bool
    /// The shop's keys as they are now, and ours.
    let pens: EpayPens

    var host: String? { url?.host }

    func request(try number: Int, at now: Timestamp) throws(LetterFault) -> OutgoingRequest {
        guard !isRefunded else { throw .refunded }
        // A shop of V2 wants the time of the try in it, so each is signed anew.
        guard let pen = pens.pen(try: number, at: now) else { throw .keyMissing }
        guard let url, let address = url.extended(to: notice.address(url.text, pen)) else {
            throw .addressNotAllowed
        }
        return OutgoingRequest(.get, address, limits: Self.limits)
    }

    /// Shops put the word into JSON, behind a byte order mark, or in front of a page; an error page that happens to
    /// hold it does not come with a 2xx.
    func isAccepted(status: Int, body: [UInt8]) -> Bool {
        (200...299).contains(status) && Self.words.contains { body.contains($0) }
    }

    func pause(afterTry number: Int) -> Int64? { EpaySchedule.pause(afterTry: number) }
}
