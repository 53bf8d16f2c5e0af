-- Who is signed in. The token itself is with the payer's browser only: its SHA-256 is the key.
CREATE TABLE payer_session (
    session_key BINARY(32) NOT NULL,
    payer_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    proved_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (session_key),
    KEY by_payer (payer_id),
    KEY by_expiry (expires_at),
    KEY by_seen (seen_at)
) ENGINE = InnoDB;

-- PINs tried since the last right one, for each login, whether there is such a payer or not. `counted`: 16 bytes for
-- each request, the oldest first.
CREATE TABLE pin_guard (
    guard_key BINARY(32) NOT NULL,
    counted VARBINARY(80) NOT NULL,
    locked_until BIGINT NULL,
    touched_at BIGINT NOT NULL,
    PRIMARY KEY (guard_key),
    KEY by_touch (touched_at)
) ENGINE = InnoDB;

-- PINs tried in vain from each internet address (of IPv6: its first 64 bits), by minute since 1970.
CREATE TABLE sign_in_attempt (
    address VARBINARY(16) NOT NULL,
    minute BIGINT NOT NULL,
    failures INT NOT NULL,
    PRIMARY KEY (address, minute),
    KEY by_minute (minute),
    CONSTRAINT sign_in_attempt_failures CHECK (failures >= 0)
) ENGINE = InnoDB;
