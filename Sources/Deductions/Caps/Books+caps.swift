import Policies
import Values

/// Caps of a merchant's day. A payment counts on the day on which its payer is charged, and whatever of it is captured,
/// held or queued later counts on that same day: an increment or a release of tomorrow changes today's sum. One whose
/// payer was charged when there was no cap counts on none, however it grows.
extension Books {
    /// The day on which a payment counts whose payer is charged now; nil: it has no cap.
    func day(of terms: PaymentTerms, _ caps: DayCaps?) -> Int64? {
        guard let caps, caps.minor[terms.money.currency] != nil else { return nil }
        return LocalTime(now, in: caps.zone).day
    }

    /// Whether a payment that counts on a day, or is to, may count more by so much: up to the cap, not beyond it.
    func hasRoom(for amount: Int64, of terms: PaymentTerms, on day: Int64?, _ caps: DayCaps?) -> Bool {
        guard let day, let cap = caps?.minor[terms.money.currency], !makes(.capIgnored) else { return true }
        let key = MerchantDay.Key(merchant: terms.merchant, currency: terms.money.currency, day: day)
        guard let day = days[key] else { preconditionFailure("a cap is asked for whose day is not locked") }
        let (sum, isTooLarge) = day.used.addingReportingOverflow(amount)
        return !isTooLarge && sum <= cap
    }
}

extension Payment {
    /// The day on which it counts; nil: it does not, since its merchant had no cap when its payer was charged.
    package var day: MerchantDay.Key? {
        standing.countedOn.map {
            MerchantDay.Key(merchant: terms.merchant, currency: terms.money.currency, day: $0)
        }
    }

    /// Whether what counts of it may still become less, or more.
    package var isOpen: Bool {
        switch standing.state {
        case .held, .queued, .challenged: true
        case .pending, .captured, .declined, .voided, .expired: false
        }
    }

    /// Minor units that count against a cap: captured, held or queued. What is refunded is not given back.
    package var charged: Int64 {
        let isOwed = standing.state == .queued && standing.held == 0
        return standing.captured + standing.held + (isOwed ? amount : 0)
    }
}
