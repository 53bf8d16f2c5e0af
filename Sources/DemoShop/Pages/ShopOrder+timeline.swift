import Foundation

/// An order as its page shows it.
extension ShopOrder {
    /// The words for how it stands, as the name of a word.
    var standing: String { isRefunded ? "refunded" : isPaid ? "paid" : "waiting" }

    /// Changes whenever the page would look different.
    var look: String {
        let times = [sentAt, returnedAt, noticedAt, deliveredAt, refundedAt, answeredAt].count { $0 != nil }
        return "\(standing)-\(times)-\(notices)"
    }

    /// What happened and what is still to come, in order.
    func timeline(_ word: (String) -> String) -> [[String: Any]] {
        var steps = [
            step("step_made", madeAt, number, word), step("step_sent", sentAt, "/submit.php", word),
            step("step_noticed", noticedAt, notices > 1 ? "× \(notices)" : nil, word),
            step("step_delivered", deliveredAt, nil, word),
        ]
        // A step that not every order takes stands there once it was taken.
        if returnedAt != nil { steps.insert(step("step_returned", returnedAt, nil, word), at: 2) }
        if answeredAt != nil { steps.append(step("step_asked", answeredAt, answer, word)) }
        if refundedAt != nil { steps.append(step("step_refunded", refundedAt, nil, word)) }
        return steps
    }

    private func step(
        _ name: String, _ time: Date?, _ detail: String?, _ word: (String) -> String
    ) -> [String: Any] {
        var step: [String: Any] = ["what": word(name), "done": time != nil]
        if let time {
            let style = Date.ISO8601FormatStyle(timeZone: .current)
            step["machine"] = time.formatted(.iso8601)
            step["time"] = time.formatted(
                style.year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false))
            if let detail { step["detail"] = detail }
        }
        return step
    }
}
