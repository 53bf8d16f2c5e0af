-- What merchants are still to be told, or were told, of each event of a payment that names an address. A waiting one is
-- due at `due_at`, which whoever sends it moves on by a lease first. `last_error` is in our words, not the receiver's.
CREATE TABLE delivery (
    event_id BIGINT NOT NULL,
    payment_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    merchant_id BIGINT NOT NULL,
    state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    due_at BIGINT NOT NULL,
    attempts INT NOT NULL,
    last_status SMALLINT NULL,
    last_error VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    PRIMARY KEY (event_id),
    UNIQUE KEY by_payment (payment_id, version),
    KEY by_due (state, due_at),
    CONSTRAINT delivery_attempts CHECK (attempts >= 0),
    CONSTRAINT delivery_state CHECK (state IN ('waiting', 'delivered', 'dead'))
) ENGINE = InnoDB;
