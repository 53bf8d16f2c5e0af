-- Money that a channel reported for a payment. What the payment did not take of it is the surplus; it went into the
-- payer's wallet, or is sent back (`channel_return` of the same id).
CREATE TABLE channel_receipt (
    id BIGINT NOT NULL,
    payment_id BIGINT NOT NULL,
    merchant_id BIGINT NOT NULL,
    channel VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel_trade_no VARBINARY(64) NOT NULL,
    currency SMALLINT NOT NULL,
    amount BIGINT NOT NULL,
    surplus BIGINT NOT NULL,
    ending VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY by_trade (channel, channel_trade_no),
    KEY by_payment (payment_id),
    CONSTRAINT channel_receipt_amount CHECK (amount > 0 AND surplus >= 0 AND surplus <= amount),
    CONSTRAINT channel_receipt_ending CHECK ((surplus = 0) = (ending IS NULL)),
    CONSTRAINT channel_receipt_endings CHECK (ending IN ('credited', 'returned'))
) ENGINE = InnoDB;

-- Money on its way back to a channel: a surplus (the id is the receipt's) or a refund (the id is the refund's). A
-- pending one is due at `due_at`, which whoever asks the channel moves on by a lease first.
CREATE TABLE channel_return (
    id BIGINT NOT NULL,
    payment_id BIGINT NOT NULL,
    merchant_id BIGINT NOT NULL,
    channel VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    channel_trade_no VARBINARY(64) NOT NULL,
    cause VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    currency SMALLINT NOT NULL,
    amount BIGINT NOT NULL,
    state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    due_at BIGINT NOT NULL,
    attempts INT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    KEY by_due (state, due_at),
    CONSTRAINT channel_return_amount CHECK (amount > 0),
    CONSTRAINT channel_return_cause CHECK (cause IN ('surplus', 'refund')),
    CONSTRAINT channel_return_state CHECK (state IN ('pending', 'succeeded', 'failed'))
) ENGINE = InnoDB;
