-- payer_id 0: nobody named yet. Terms first (never changed), then what commands change.
CREATE TABLE payment (
    id BIGINT NOT NULL,
    merchant_id BIGINT NOT NULL,
    payer_id BIGINT NOT NULL,
    out_trade_no VARBINARY(128) NOT NULL,
    mode VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    requested_mode VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NULL,
    channel VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    currency SMALLINT NOT NULL,
    amount BIGINT NOT NULL,
    subject VARCHAR(256) NOT NULL,
    scenario VARCHAR(64) NULL,
    notify_url VARCHAR(1024) NULL,
    return_url VARCHAR(1024) NULL,
    client VARBINARY(2048) NULL,
    metadata VARBINARY(4096) NULL,
    created_at BIGINT NOT NULL,
    state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    held BIGINT NOT NULL,
    captured BIGINT NOT NULL,
    refunded BIGINT NOT NULL,
    fee BIGINT NOT NULL,
    surplus BIGINT NOT NULL,
    hold_expires_at BIGINT NULL,
    decline_code VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    KEY by_merchant (merchant_id, id),
    CONSTRAINT payment_amount CHECK (amount > 0),
    CONSTRAINT payment_held CHECK (held >= 0),
    CONSTRAINT payment_refunded CHECK (refunded >= 0 AND refunded <= captured),
    CONSTRAINT payment_fee CHECK (fee >= 0 AND surplus >= 0)
) ENGINE = InnoDB;

CREATE TABLE hold (
    id BIGINT NOT NULL,
    payment_id BIGINT NOT NULL,
    payer_id BIGINT NOT NULL,
    currency SMALLINT NOT NULL,
    amount BIGINT NOT NULL,
    captured BIGINT NOT NULL,
    state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    expires_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY by_payment (payment_id),
    KEY by_payer (payer_id, currency, state),
    KEY by_expiry (state, expires_at),
    CONSTRAINT hold_amount CHECK (amount > 0 AND captured >= 0),
    CONSTRAINT hold_state CHECK (state IN ('open', 'captured', 'released', 'expired'))
) ENGINE = InnoDB;

CREATE TABLE refund (
    id BIGINT NOT NULL,
    payment_id BIGINT NOT NULL,
    merchant_id BIGINT NOT NULL,
    out_refund_no VARBINARY(128) NOT NULL,
    currency SMALLINT NOT NULL,
    amount BIGINT NOT NULL,
    state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    reason VARCHAR(256) NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    KEY by_payment (payment_id),
    CONSTRAINT refund_amount CHECK (amount > 0),
    CONSTRAINT refund_state CHECK (state IN ('succeeded', 'pending', 'failed'))
) ENGINE = InnoDB;

-- Money put into an account: by a merchant into its payer's wallet, or by an operator (merchant_id 0) into any.
CREATE TABLE topup (
    id BIGINT NOT NULL,
    merchant_id BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    kind TINYINT NOT NULL,
    currency SMALLINT NOT NULL,
    amount BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    KEY by_owner (owner_id, id),
    CONSTRAINT topup_amount CHECK (amount > 0)
) ENGINE = InnoDB;
