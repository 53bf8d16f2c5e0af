import Ledger
import MariaDB
import Values

extension AuditStore {
    /// Payments that do not agree with their entries, refunds, receipts, hold, place in the queue or events.
    ///
    /// What moved money for a payment was posted under the identifier of the event that tells of it, or for a window
    /// as the queue says; so everything is found by keys.
    static func payments(_ range: AuditRange, _ session: Session) throws(DatabaseFailure) -> [AuditedPayment] {
        try session.query(
            """
            SELECT id, merchant_id, payer, currency, paid_through,
            captured, captured_told, captured_posted, captured_held, refunded, refunded_told, refunded_asked,
            fee, fee_told, fee_posted, surplus, surplus_told, surplus_received,
            held, held_told, held_open, amount, amount_told, amount_held, amount_queued,
            version, events, last_event, stands, is_placed FROM (\(part: figures(range))) a
            WHERE NOT (captured = captured_told AND captured = captured_posted AND captured = captured_held
            AND refunded = refunded_told AND refunded = refunded_asked
            AND fee = fee_told AND fee = fee_posted AND surplus = surplus_told AND surplus = surplus_received
            AND held = held_told AND held = held_open AND amount = amount_told AND amount = amount_held
            AND amount = amount_queued AND version = events AND version = last_event AND stands AND is_placed)
            """
        ).compactMap(AuditedPayment.init)
    }

    /// Every figure by keys of its own: joined to sums of the whole range, a statement that is prepared once and run
    /// again was seen to look through all of them for each payment.
    private static func figures(_ range: AuditRange) -> SQL {
        """
        SELECT p.id, p.merchant_id, COALESCE(p.paid_by, p.payer_id) AS payer, p.currency,
        p.paid_through IS NOT NULL AS paid_through,
        p.captured, COALESCE(l.captured, 0) AS captured_told,
        (SELECT CAST(COALESCE(SUM(e.amount), 0) AS SIGNED) FROM event t FORCE INDEX (by_payment)
        STRAIGHT_JOIN entry e ON e.posting_id = t.id AND e.object_id = t.payment_id
        WHERE t.payment_id = p.id AND e.kind IN (2, 11)) + IF(q.state <=> 'posted', q.amount, 0) AS captured_posted,
        COALESCE(h.captured, p.captured) AS captured_held,
        p.refunded, COALESCE(l.refunded, 0) AS refunded_told,
        (SELECT CAST(COALESCE(SUM(r.amount), 0) AS SIGNED) FROM refund r FORCE INDEX (by_payment)
        WHERE r.payment_id = p.id AND r.state <> 'failed') AS refunded_asked,
        p.fee, COALESCE(l.fee, 0) AS fee_told,
        (SELECT CAST(COALESCE(SUM(e.amount), 0) AS SIGNED) FROM event t FORCE INDEX (by_payment)
        STRAIGHT_JOIN entry e ON e.posting_id = t.id WHERE t.payment_id = p.id AND e.kind = 11)
        + IF(q.state <=> 'posted', q.fee, 0) AS fee_posted,
        p.surplus, COALESCE(l.surplus, 0) AS surplus_told,
        (SELECT CAST(COALESCE(SUM(c.surplus), 0) AS SIGNED)
        FROM channel_receipt c FORCE INDEX (by_payment) WHERE c.payment_id = p.id) AS surplus_received,
        p.held, COALESCE(l.held, 0) AS held_told, IF(h.state <=> 'open', h.amount - h.captured, 0) AS held_open,
        p.amount + p.added AS amount, COALESCE(l.amount, 0) AS amount_told,
        COALESCE(h.amount, p.amount + p.added) AS amount_held, COALESCE(q.amount, p.amount + p.added) AS amount_queued,
        p.version, (SELECT COUNT(*) FROM event v WHERE v.payment_id = p.id) AS events,
        (SELECT COALESCE(MAX(v.version), 0) FROM event v WHERE v.payment_id = p.id) AS last_event,
        l.state <=> p.state AND COALESCE(h.payer_id = COALESCE(p.paid_by, p.payer_id), 1)
        AND (p.state IN ('held', 'challenged') OR (p.state = 'queued' AND p.held > 0)) = (h.state <=> 'open')
        AS stands,
        CASE WHEN q.state IS NULL THEN p.state <> 'queued' WHEN q.state IN ('posted', 'promoted')
        THEN p.state = 'captured' WHEN q.state = 'cancelled' THEN p.state = 'voided'
        WHEN q.state = 'declined' THEN p.state = 'declined' ELSE p.state = 'queued' END AS is_placed
        FROM payment p FORCE INDEX (PRIMARY)
        LEFT JOIN event l ON l.payment_id = p.id AND l.version = p.version
        LEFT JOIN hold h ON h.payment_id = p.id
        LEFT JOIN queue_item q ON q.payment_id = p.id
        WHERE p.id > \(range.after) AND p.id <= \(range.last)
        """
    }
}
