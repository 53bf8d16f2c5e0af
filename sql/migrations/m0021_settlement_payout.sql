-- A merchant's payout day, from the moment a run found it due: which stretch of the merchant's feed it counts is
-- settled then, for all currencies. Its row is locked while a run works on it, and free again when the run dies.
CREATE TABLE payout_day (
    merchant_id BIGINT NOT NULL,
    day INT NOT NULL,
    first_seq BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    opened_at BIGINT NOT NULL,
    done_at BIGINT NULL,
    PRIMARY KEY (merchant_id, day),
    KEY by_state (state, day, merchant_id),
    CONSTRAINT payout_day_state CHECK (state IN ('ready', 'done'))
) ENGINE = InnoDB;

-- The statement of a payout, once its file is in its place.
CREATE TABLE payout_statement (
    payout_id BIGINT NOT NULL,
    sha256 BINARY(32) NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (payout_id)
) ENGINE = InnoDB;

-- The list of all withdrawals of a day, once its file is in its place. Its row is locked while the file is written.
CREATE TABLE withdrawal_list (
    day INT NOT NULL,
    sha256 BINARY(32) NULL,
    written_at BIGINT NULL,
    PRIMARY KEY (day)
) ENGINE = InnoDB;
