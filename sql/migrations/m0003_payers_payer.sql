-- merchant_id 0: a payer of the platform.
CREATE TABLE payer (
    id BIGINT NOT NULL,
    merchant_id BIGINT NOT NULL,
    login VARBINARY(64) NOT NULL,
    pin_salt BINARY(16) NOT NULL,
    pin_hash BINARY(32) NOT NULL,
    state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY by_login (merchant_id, login),
    CONSTRAINT payer_state CHECK (state IN ('active', 'blocked'))
) ENGINE = InnoDB;

-- What is known of a payer's habits; locked and exact. The risk model fills it.
CREATE TABLE payer_profile (
    payer_id BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (payer_id)
) ENGINE = InnoDB;
