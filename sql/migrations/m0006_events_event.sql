-- What happened to payments: the payment's changing part as it was after the event. Never updated, never deleted,
-- no personal data. A lane's batches commit in order, so (lane_id, batch) tells a reader what it has not seen yet.
CREATE TABLE event (
    id BIGINT NOT NULL,
    lane_id INT NOT NULL,
    batch BIGINT NOT NULL,
    merchant_id BIGINT NOT NULL,
    payment_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    type VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    from_state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NULL,
    state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    currency SMALLINT NOT NULL,
    amount BIGINT NOT NULL,
    held BIGINT NOT NULL,
    captured BIGINT NOT NULL,
    refunded BIGINT NOT NULL,
    fee BIGINT NOT NULL,
    surplus BIGINT NOT NULL,
    hold_expires_at BIGINT NULL,
    decline_code VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
    data VARBINARY(2048) NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY by_payment (payment_id, version),
    KEY by_batch (lane_id, batch)
) ENGINE = InnoDB;

-- Dense positions, given after commit by one sequencer.
CREATE TABLE event_position (
    seq BIGINT NOT NULL,
    event_id BIGINT NOT NULL,
    merchant_id BIGINT NOT NULL,
    merchant_seq BIGINT NOT NULL,
    PRIMARY KEY (seq),
    UNIQUE KEY by_event (event_id),
    UNIQUE KEY by_merchant (merchant_id, merchant_seq)
) ENGINE = InnoDB;
