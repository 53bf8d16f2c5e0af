package import Deductions
import OpenSSL
import Channels
package import Values

extension Difference {
    /// As one operator wants it to end. `payment` is what it is to be booked for, `found` that payment as it is.
    package func proposed(
        _ resolution: Resolution, by name: String, payment found: Payment?, note: String?
    ) throws(DifferenceRefusal) -> Difference {
        switch state {
        case .resolved: throw .resolved
        case .approved: throw .approved
        case .open, .proposed: break
        }
        switch resolution {
        case .booked:
            guard key.kind == .payment, nature == .missingHere else { throw .notBookable }
            guard let found, found.terms.money.currency == theirs?.currency else { throw .wrongPayment }
        case .accepted, .adjusted: break
        case .matchedLater: throw .neverResolvedByHand
        }
        var after = self
        after.state = .proposed
        after.resolution = resolution
        after.payment = resolution == .booked ? found?.terms.id : nil
        after.note = note
        after.proposedBy = name
        return after
    }

    /// As another operator agrees to it. One that was approved and not finished stays whose it is.
    package func approved(by name: String) throws(DifferenceRefusal) -> Difference {
        guard state != .resolved else { throw .resolved }
        guard let proposedBy, state != .open else { throw .notProposed }
        guard Array(proposedBy.utf8) != Array(name.utf8) else { throw .sameOperator }
        guard state == .proposed else { return self }
        var after = self
        after.state = .approved
        after.approvedBy = name
        return after
    }

    /// As it is when all that it moves is moved.
    package var finished: Difference {
        var after = self
        after.state = .resolved
        return after
    }

    /// As it is when what was agreed turned out to be impossible: others are to decide anew.
    package var reopened: Difference {
        var after = self
        after.state = .open
        (after.resolution, after.payment, after.proposedBy, after.approvedBy) = (nil, nil, nil, nil)
        return after
    }

    /// What moves the money that was agreed on, the same however often it is asked for; nil: nothing moves.
    /// `merchant` is that of the payment it is booked for, with its `caps`.
    package func command(merchant: Identifier?, caps: DayCaps?) -> (any Command)? {
        switch resolution {
        case .booked:
            guard let payment, let merchant, let theirs else { return nil }
            return Arrival(
                payment: payment, merchant: merchant, trade: ChannelTrade(channel: channel, number: key.number),
                amount: theirs.minor, caps: caps,
                digest: Digest.sha256(Array("\(payment.number) \(theirs.minor)".utf8)))
        case .adjusted:
            let content = "\(channel) \(key.kind.rawValue) \(key.number) \(amounts.map { "\($0)" })"
            return AdjustmentOrder(
                difference: id, amounts: amounts, digest: Digest.sha256(Array(content.utf8)))
        case .accepted, .matchedLater, nil: return nil
        }
    }

    /// What clearing gains when our books come to say what the channel says. A payment of ours took its amount out of
    /// the world, a refund gave it back; what the channel knows of takes part the other way round.
    private var amounts: [Money] {
        let sign: Int64 = key.kind == .payment ? 1 : -1
        var sums: [Currency: Int64] = [:]
        if let theirs { sums[theirs.currency, default: 0] += sign * theirs.minor }
        if let ours { sums[ours.currency, default: 0] -= sign * ours.minor }
        return sums.filter { $0.value != 0 }.map { Money($0.value, $0.key) }
            .sorted { $0.currency.number < $1.currency.number }
    }
}
