-- Payments of mode `batch`: one row for each that was ever queued. A waiting one is charged at `window_at`, or stays
-- for a later window while `tries` are left. A posted one was charged in the posting of its payer, merchant and window.
CREATE TABLE queue_item (
    payment_id BIGINT NOT NULL,
    merchant_id BIGINT NOT NULL,
    payer_id BIGINT NOT NULL,
    currency SMALLINT NOT NULL,
    amount BIGINT NOT NULL,
    fee BIGINT NOT NULL,
    window_at BIGINT NOT NULL,
    tries SMALLINT NOT NULL,
    state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    posting_id BIGINT NULL,
    PRIMARY KEY (payment_id),
    KEY by_window (state, merchant_id, window_at, currency, payer_id),
    KEY by_posting (posting_id),
    CONSTRAINT queue_item_amount CHECK (amount > 0 AND fee >= 0 AND fee <= amount),
    CONSTRAINT queue_item_tries CHECK (tries >= 0),
    CONSTRAINT queue_item_state CHECK (state IN ('waiting', 'stopped', 'posted', 'promoted', 'cancelled', 'declined')),
    CONSTRAINT queue_item_posting CHECK ((state = 'posted') = (posting_id IS NOT NULL))
) ENGINE = InnoDB;

-- The sum of a payer's queued payments that nothing is set aside for.
ALTER TABLE wallet ADD COLUMN queued BIGINT NOT NULL DEFAULT 0, ADD CONSTRAINT wallet_queued CHECK (queued >= 0);
