import MariaDB

extension Invariant {
    /// All that concern the tables there are.
    package static let all: [Invariant] = [
        Invariant(
            name: "I1b every key that was not refused has exactly the object it names",
            violations: """
                SELECT i.object_id FROM idempotency i
                LEFT JOIN payment p ON p.id = i.object_id LEFT JOIN refund r ON r.id = i.object_id
                LEFT JOIN topup t ON t.id = i.object_id LEFT JOIN payer y ON y.id = i.object_id
                LEFT JOIN channel_receipt c ON c.id = i.object_id LEFT JOIN adjustment a ON a.id = i.object_id
                LEFT JOIN credit_line l ON l.id = i.object_id
                LEFT JOIN event v ON v.id = i.object_id AND i.kind = 3 AND i.answer_kind = 1
                WHERE i.refusal IS NULL AND (p.id IS NOT NULL) + (r.id IS NOT NULL) + (t.id IS NOT NULL)
                + (y.id IS NOT NULL) + (c.id IS NOT NULL) + (a.id IS NOT NULL) + (l.id IS NOT NULL)
                + (v.id IS NOT NULL) <> 1
                """),
        Invariant(
            name: "I1c every payment and refund is owned by exactly one key",
            violations: """
                SELECT p.id FROM payment p LEFT JOIN idempotency i
                ON i.merchant_id = p.merchant_id AND i.kind = 1 AND i.idem_key = p.out_trade_no AND i.object_id = p.id
                WHERE i.object_id IS NULL
                UNION ALL
                SELECT r.id FROM refund r LEFT JOIN idempotency i
                ON i.merchant_id = r.merchant_id AND i.kind IN (2, 4) AND i.idem_key = r.out_refund_no
                AND i.object_id = r.id
                WHERE i.object_id IS NULL
                """),
        Invariant(
            name: "I3 no order number was charged twice",
            violations: """
                SELECT merchant_id, out_trade_no FROM payment GROUP BY merchant_id, out_trade_no HAVING COUNT(*) > 1
                """),
        Invariant(
            name: "I4 every posting sums to zero in its currency",
            violations: "SELECT posting_id FROM entry GROUP BY posting_id, currency HAVING SUM(amount) <> 0"),
        Invariant(
            name: "I4b what a payment captured and a refund returned is what was posted for it",
            violations: """
                SELECT p.id FROM payment p LEFT JOIN
                (SELECT object_id, SUM(amount) AS moved FROM entry WHERE kind IN (2, 11) GROUP BY object_id) e
                ON e.object_id = p.id LEFT JOIN queue_item q ON q.payment_id = p.id AND q.state = 'posted'
                WHERE p.captured <> COALESCE(e.moved, 0) + COALESCE(q.amount, 0)
                UNION ALL
                SELECT r.id FROM refund r LEFT JOIN
                (SELECT posting_id, SUM(amount) AS moved FROM entry WHERE kind IN (1, 12) GROUP BY posting_id) e
                ON e.posting_id = r.id WHERE r.amount <> COALESCE(e.moved, 0)
                """),
        Invariant(
            name: "I4c what a top-up brought is what was posted for it",
            violations: """
                SELECT t.id FROM topup t LEFT JOIN
                (SELECT e.object_id, SUM(e.amount) AS moved FROM entry e
                JOIN topup o ON o.id = e.object_id AND o.owner_id = e.owner_id AND o.kind = e.kind
                GROUP BY e.object_id) e
                ON e.object_id = t.id WHERE t.amount <> COALESCE(e.moved, 0)
                """),
        Invariant(
            name: "I5b no payment is refunded beyond what it captured, and its refunds are its refunds",
            violations: """
                SELECT p.id FROM payment p LEFT JOIN
                (SELECT payment_id, SUM(amount) AS refunded FROM refund WHERE state <> 'failed' GROUP BY payment_id) r
                ON r.payment_id = p.id
                WHERE p.refunded <> COALESCE(r.refunded, 0) OR p.refunded > p.captured
                """),
        Invariant(
            name: "I5d a payment's surplus is that of its receipts, each credited once or sent back once",
            violations: """
                SELECT p.id FROM payment p LEFT JOIN
                (SELECT payment_id, SUM(surplus) AS surplus FROM channel_receipt GROUP BY payment_id) c
                ON c.payment_id = p.id WHERE p.surplus <> COALESCE(c.surplus, 0)
                UNION ALL
                SELECT c.id FROM channel_receipt c LEFT JOIN channel_return b ON b.id = c.id
                WHERE (c.ending <=> 'returned') <> (b.amount <=> c.surplus)
                UNION ALL
                SELECT c.id FROM channel_receipt c LEFT JOIN idempotency i ON i.merchant_id = 0 AND i.kind = 5
                AND i.idem_key = CONCAT(c.channel, ':', c.channel_trade_no) AND i.object_id = c.id
                WHERE i.object_id IS NULL
                """),
        Invariant(
            name: "I5f what a channel paid came by a receipt, and refunds of it go back to the channel",
            violations: """
                SELECT p.id FROM payment p LEFT JOIN channel_receipt c ON c.payment_id = p.id
                AND c.channel = p.paid_through AND c.channel_trade_no = p.channel_trade_no
                WHERE p.paid_through IS NOT NULL
                AND (c.id IS NULL OR c.amount - c.surplus <> p.captured)
                UNION ALL
                SELECT b.id FROM channel_return b LEFT JOIN refund r ON r.id = b.id
                WHERE b.cause = 'refund' AND NOT (r.amount <=> b.amount AND r.state <=> b.state)
                UNION ALL
                SELECT r.id FROM refund r JOIN payment p ON p.id = r.payment_id AND p.paid_through IS NOT NULL
                LEFT JOIN channel_return b ON b.id = r.id WHERE b.id IS NULL
                """),
        Invariant(
            name: "I5e what is on its way to channels and payees, and what was adjusted, is what their account holds",
            violations: """
                SELECT currency FROM
                (SELECT currency, amount FROM entry WHERE kind = 12
                UNION ALL
                SELECT currency, -amount FROM channel_return
                WHERE state = 'pending' OR (state = 'failed' AND cause = 'surplus')
                UNION ALL
                SELECT currency, -amount FROM withdrawal
                UNION ALL
                SELECT currency, -amount FROM adjustment) s
                GROUP BY currency HAVING SUM(amount) <> 0
                """),
        Invariant(
            name:
                "I5g an adjustment moved what it says, by its difference's key; what was resolved by money moved it",
            violations: """
                SELECT a.id FROM adjustment a LEFT JOIN entry e ON e.posting_id = a.id AND e.kind = 12
                AND e.currency = a.currency AND e.amount = a.amount
                LEFT JOIN idempotency i ON i.merchant_id = 0 AND i.kind = 6
                AND i.idem_key = CAST(a.difference_id AS CHAR) AND i.object_id = a.id
                WHERE e.posting_id IS NULL OR i.object_id IS NULL
                UNION ALL
                SELECT d.id FROM reconciliation_difference d LEFT JOIN adjustment a ON a.difference_id = d.id
                LEFT JOIN channel_receipt c ON c.channel = d.channel AND c.channel_trade_no = d.trade_no
                WHERE d.state = 'resolved' AND ((d.resolution = 'adjusted') <> (a.id IS NOT NULL)
                OR (d.resolution = 'booked' AND c.id IS NULL))
                """),
        Invariant(
            name: "I6f the fees account is the sum of all payments' fees",
            violations: """
                SELECT currency FROM
                (SELECT currency, amount FROM entry WHERE kind = 11 UNION ALL SELECT currency, -fee FROM payment) s
                GROUP BY currency HAVING SUM(amount) <> 0
                """),
        Invariant(
            name: "I6b every wallet is the sum of its entries",
            violations: """
                SELECT w.payer_id FROM wallet w LEFT JOIN (
                    SELECT owner_id, currency, SUM(amount) AS total FROM entry WHERE kind = 1
                    GROUP BY owner_id, currency
                ) e ON e.owner_id = w.payer_id AND e.currency = w.currency WHERE w.balance <> COALESCE(e.total, 0)
                """),
        Invariant(
            name: "I6c every merchant account is the sum of its entries",
            violations: """
                SELECT m.merchant_id FROM merchant_account m LEFT JOIN
                (SELECT owner_id, kind, currency, SUM(amount) AS total FROM entry WHERE kind IN (2, 3, 4)
                GROUP BY owner_id, kind, currency) e
                ON e.owner_id = m.merchant_id AND e.kind = m.kind AND e.currency = m.currency
                WHERE m.balance <> COALESCE(e.total, 0)
                """),
        Invariant(
            name: "I6d every system account is the sum of the lanes' shares",
            violations: """
                SELECT kind, currency FROM
                (SELECT kind, currency, amount FROM entry WHERE kind >= 10
                UNION ALL SELECT kind, currency, -balance FROM lane_balance) s
                GROUP BY kind, currency HAVING SUM(amount) <> 0
                """),
        Invariant(
            name: "I6 all balances of a currency sum to zero",
            violations: """
                SELECT currency FROM
                (SELECT currency, balance FROM wallet UNION ALL SELECT currency, balance FROM merchant_account
                UNION ALL SELECT currency, balance FROM lane_balance) a
                GROUP BY currency HAVING SUM(balance) <> 0
                """),
        Invariant(
            name: "I6e every entry names an account that exists",
            violations: """
                SELECT e.posting_id FROM entry e
                LEFT JOIN wallet w ON e.kind = 1 AND w.payer_id = e.owner_id AND w.currency = e.currency
                LEFT JOIN merchant_account m
                ON e.kind IN (2, 3, 4) AND m.merchant_id = e.owner_id AND m.kind = e.kind AND m.currency = e.currency
                WHERE e.kind < 10 AND w.payer_id IS NULL AND m.merchant_id IS NULL
                """),
        Invariant(
            name: "I7 no account is overdrawn, no hold negative",
            violations: """
                SELECT payer_id FROM wallet WHERE held < 0 OR balance + debt_limit < held
                UNION ALL SELECT merchant_id FROM merchant_account WHERE balance < 0
                """),
        Invariant(
            name: "I7e a wallet's credit limit is the last that was set",
            violations: """
                SELECT w.payer_id FROM wallet w WHERE w.credit_limit <> COALESCE(
                (SELECT c.credit_limit FROM credit_line c WHERE c.payer_id = w.payer_id AND c.currency = w.currency
                ORDER BY c.created_at DESC, c.id DESC LIMIT 1), 0)
                """),
        Invariant(
            name: "I7b what a wallet holds back is the sum of its open holds",
            violations: """
                SELECT w.payer_id FROM wallet w LEFT JOIN
                (SELECT payer_id, currency, SUM(amount - captured) AS open FROM hold WHERE state = 'open'
                GROUP BY payer_id, currency) h
                ON h.payer_id = w.payer_id AND h.currency = w.currency WHERE w.held <> COALESCE(h.open, 0)
                """),
        Invariant(
            name: "I5 a hold is its payment's, and nothing is captured or held beyond its amount",
            violations: """
                SELECT p.id FROM payment p LEFT JOIN hold h ON h.payment_id = p.id
                WHERE p.captured + p.held > p.amount + p.added
                OR p.held <> IF(h.state <=> 'open', h.amount - h.captured, 0)
                OR (p.state IN ('held', 'challenged') OR (p.state = 'queued' AND p.held > 0)) <> (h.state <=> 'open')
                OR (h.id IS NOT NULL AND (h.amount <> p.amount + p.added OR h.captured <> p.captured
                OR h.payer_id <> COALESCE(p.paid_by, p.payer_id) OR h.currency <> p.currency))
                """),
        Invariant(
            name: "I10 a queued payment has one place in the queue, and its place says what became of it",
            violations: """
                SELECT p.id FROM payment p LEFT JOIN queue_item q ON q.payment_id = p.id
                WHERE (p.state = 'queued') <> COALESCE(q.state IN ('waiting', 'stopped'), 0)
                UNION ALL
                SELECT q.payment_id FROM queue_item q LEFT JOIN payment p ON p.id = q.payment_id
                WHERE p.id IS NULL OR q.amount <> p.amount + p.added OR q.merchant_id <> p.merchant_id
                OR q.payer_id <> COALESCE(p.paid_by, p.payer_id) OR q.currency <> p.currency
                OR NOT p.state <=> CASE q.state WHEN 'posted' THEN 'captured' WHEN 'promoted' THEN 'captured'
                WHEN 'cancelled' THEN 'voided' WHEN 'declined' THEN 'declined' ELSE 'queued' END
                """),
        Invariant(
            name: "I11 what is posted for a window is the sum of its items, and nothing else is",
            violations: """
                SELECT q.posting_id FROM
                (SELECT posting_id, payer_id, merchant_id, currency, SUM(amount) AS total, SUM(fee) AS fees
                FROM queue_item
                WHERE posting_id IS NOT NULL GROUP BY posting_id, payer_id, merchant_id, currency) q
                LEFT JOIN entry w ON w.posting_id = q.posting_id AND w.kind = 1 AND w.owner_id = q.payer_id
                AND w.currency = q.currency AND w.amount = -q.total
                LEFT JOIN entry m ON m.posting_id = q.posting_id AND m.kind = 2 AND m.owner_id = q.merchant_id
                AND m.currency = q.currency AND m.amount = q.total - q.fees
                LEFT JOIN entry f ON f.posting_id = q.posting_id AND f.kind = 11
                WHERE w.posting_id IS NULL OR m.posting_id IS NULL OR COALESCE(f.amount, 0) <> q.fees
                """),
        Invariant(
            name: "I7c what a wallet owes to windows is the sum of what is queued without being set aside",
            violations: """
                SELECT w.payer_id FROM wallet w LEFT JOIN
                (SELECT q.payer_id, q.currency, SUM(q.amount) AS owed FROM queue_item q JOIN payment p
                ON p.id = q.payment_id WHERE q.state IN ('waiting', 'stopped') AND p.held = 0
                GROUP BY q.payer_id, q.currency) q
                ON q.payer_id = w.payer_id AND q.currency = w.currency WHERE w.queued <> COALESCE(q.owed, 0)
                """),
        Invariant(
            name:
                "I9 a payment's events are numbered 1, 2, 3 … up to its version, and the last one tells how it stands",
            violations: """
                SELECT p.id FROM payment p LEFT JOIN
                (SELECT payment_id, COUNT(*) AS number, MAX(version) AS last FROM event GROUP BY payment_id) e
                ON e.payment_id = p.id
                LEFT JOIN event l ON l.payment_id = p.id AND l.version = p.version
                WHERE COALESCE(e.number, 0) <> p.version OR COALESCE(e.last, 0) <> p.version OR l.state <> p.state
                OR l.held <> p.held OR l.captured <> p.captured OR l.refunded <> p.refunded OR l.fee <> p.fee
                OR l.surplus <> p.surplus OR l.amount <> p.amount + p.added
                """),
        Invariant(
            name: "I12 every event belongs to a batch that its lane has committed",
            violations: """
                SELECT e.id FROM event e LEFT JOIN lane l ON l.id = e.lane_id
                WHERE l.id IS NULL OR e.batch > l.last_batch
                """),
        Invariant(
            name: "I12b positions are dense, in all and for each merchant, and follow a payment's versions",
            violations: """
                SELECT last_seq FROM sequencer WHERE last_seq <> (SELECT COUNT(*) FROM event_position)
                OR last_seq <> (SELECT COALESCE(MAX(seq), 0) FROM event_position)
                UNION ALL
                SELECT p.merchant_id FROM event_position p LEFT JOIN sequenced_merchant m USING (merchant_id)
                GROUP BY p.merchant_id
                HAVING COUNT(*) <> MAX(p.merchant_seq) OR MAX(p.merchant_seq) <> COALESCE(MAX(m.last_seq), 0)
                UNION ALL
                SELECT l.id FROM event l JOIN event_position lp ON lp.event_id = l.id
                JOIN event e ON e.payment_id = l.payment_id AND e.version = l.version - 1
                LEFT JOIN event_position ep ON ep.event_id = e.id
                WHERE ep.seq IS NULL OR ep.seq > lp.seq OR ep.merchant_seq > lp.merchant_seq
                """),
        Invariant(
            name: "I7d what was charged on a merchant's day is the sum of the payments that count on it",
            violations: """
                SELECT d.merchant_id FROM merchant_day d LEFT JOIN
                (SELECT merchant_id, currency, counted_day,
                SUM(captured + held + IF(state = 'queued' AND held = 0, amount + added, 0)) AS charged
                FROM payment WHERE counted_day IS NOT NULL GROUP BY merchant_id, currency, counted_day) p
                ON p.merchant_id = d.merchant_id AND p.currency = d.currency AND p.counted_day = d.day
                WHERE d.used <> d.taken_over + COALESCE(p.charged, 0)
                UNION ALL
                SELECT p.id FROM payment p LEFT JOIN merchant_day d ON d.merchant_id = p.merchant_id
                AND d.currency = p.currency AND d.day = p.counted_day
                WHERE p.counted_day IS NOT NULL AND d.merchant_id IS NULL
                """),
        Invariant(
            name: "I10 what was paid out or withdrawn is what was posted for it",
            violations: """
                SELECT p.id FROM payout p
                LEFT JOIN entry t ON t.posting_id = p.id AND t.kind = 2 AND t.owner_id = p.merchant_id
                AND t.currency = p.currency
                LEFT JOIN entry g ON g.posting_id = p.id AND g.kind = 3 AND g.owner_id = p.merchant_id
                AND g.currency = p.currency
                WHERE COALESCE(t.amount, 0) <> -p.amount OR COALESCE(g.amount, 0) <> p.amount
                UNION ALL
                SELECT w.id FROM withdrawal w
                LEFT JOIN entry t ON t.posting_id = w.id AND t.kind = 3 AND t.owner_id = w.merchant_id
                AND t.currency = w.currency AND t.amount = -w.amount
                LEFT JOIN entry g ON g.posting_id = w.id AND g.kind = 12 AND g.currency = w.currency
                AND g.amount = w.amount
                WHERE t.posting_id IS NULL OR g.posting_id IS NULL
                """),
        Invariant(
            name: "I10b payouts of a merchant and currency follow each other, each taking on what the last one left",
            violations: """
                SELECT id FROM (SELECT id, first_seq, carry_before,
                LAG(last_seq) OVER (PARTITION BY merchant_id, currency ORDER BY day) AS counted,
                LAG(carry_after) OVER (PARTITION BY merchant_id, currency ORDER BY day) AS carried FROM payout) p
                WHERE first_seq <> COALESCE(counted, 0) + 1 OR carry_before <> COALESCE(carried, 0)
                """),
        Invariant(
            name: "I11b a payout counts exactly what the events of its stretch moved",
            violations: """
                SELECT p.id FROM payout p LEFT JOIN
                (SELECT id, SUM(IF(kind = 2, amount, 0)) AS pending, SUM(IF(kind = 3, amount, 0)) AS available FROM
                (SELECT o.id, e.kind, e.amount FROM payout o JOIN event_position s ON s.merchant_id = o.merchant_id
                AND s.merchant_seq BETWEEN o.first_seq AND o.last_seq
                JOIN entry e ON e.posting_id = s.event_id AND e.kind IN (2, 3) AND e.owner_id = o.merchant_id
                AND e.currency = o.currency
                UNION ALL
                SELECT o.id, 2, q.amount - q.fee FROM payout o JOIN event_position s ON s.merchant_id = o.merchant_id
                AND s.merchant_seq BETWEEN o.first_seq AND o.last_seq
                JOIN event v ON v.id = s.event_id AND v.from_state = 'queued' AND v.state = 'captured'
                JOIN queue_item q ON q.payment_id = v.payment_id AND q.state = 'posted'
                AND q.currency = o.currency) m GROUP BY id) m ON m.id = p.id
                WHERE p.pending <> COALESCE(m.pending, 0) OR p.available <> COALESCE(m.available, 0)
                """),
        Invariant(
            name: "I11c what moved a merchant's pending is an event, a window or a payout",
            violations: """
                SELECT e.posting_id FROM entry e LEFT JOIN event v ON v.id = e.posting_id
                LEFT JOIN payout p ON p.id = e.posting_id LEFT JOIN queue_item q ON q.posting_id = e.posting_id
                WHERE e.kind = 2 AND v.id IS NULL AND p.id IS NULL AND q.payment_id IS NULL
                """),
        Invariant(
            name: "I15 times run forward and amounts stay within bounds",
            violations: """
                SELECT id FROM payment WHERE updated_at < created_at OR amount > 1000000000000
                """),
    ]
}
