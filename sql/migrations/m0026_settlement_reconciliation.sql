-- Channels whose statements were ever compared: the row's lock keeps two comparisons of one channel apart.
CREATE TABLE reconciled_channel (
    channel VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    compared_at BIGINT NOT NULL,
    PRIMARY KEY (channel)
) ENGINE = InnoDB;

-- A channel's statement for a time, compared with our records: the same file for the same time is compared once.
CREATE TABLE reconciliation (
    id BIGINT NOT NULL AUTO_INCREMENT,
    channel VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    file_digest BINARY(32) NOT NULL,
    from_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    line_count BIGINT NOT NULL,
    matched_count BIGINT NOT NULL,
    settled_count BIGINT NOT NULL,
    missing_here_count BIGINT NOT NULL,
    missing_there_count BIGINT NOT NULL,
    different_count BIGINT NOT NULL,
    compared_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY by_file (channel, file_digest, from_at, until_at)
) ENGINE = InnoDB;

-- What a statement came to, and our records of the same time.
CREATE TABLE reconciliation_sum (
    reconciliation_id BIGINT NOT NULL,
    kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    currency SMALLINT NOT NULL,
    theirs BIGINT NOT NULL,
    ours BIGINT NOT NULL,
    PRIMARY KEY (reconciliation_id, kind, currency)
) ENGINE = InnoDB;

-- What channels have said of each trade, the latest statement last: what one statement brings may belong to records
-- of the time of another.
CREATE TABLE statement_line (
    channel VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    trade_no VARBINARY(64) NOT NULL,
    currency SMALLINT NOT NULL,
    amount BIGINT NOT NULL,
    happened_at BIGINT NOT NULL,
    reconciliation_id BIGINT NOT NULL,
    PRIMARY KEY (channel, kind, trade_no),
    CONSTRAINT statement_line_amount CHECK (amount > 0),
    CONSTRAINT statement_line_kind CHECK (kind IN ('payment', 'refund'))
) ENGINE = InnoDB;

-- The pool of differences. Of a trade at most one is not resolved. An approved one is being acted upon: what it moves
-- is moved or about to be. NULL as an amount: that side has nothing.
CREATE TABLE reconciliation_difference (
    id BIGINT NOT NULL AUTO_INCREMENT,
    reconciliation_id BIGINT NOT NULL,
    channel VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    trade_no VARBINARY(64) NOT NULL,
    our_currency SMALLINT NULL,
    our_amount BIGINT NULL,
    their_currency SMALLINT NULL,
    their_amount BIGINT NULL,
    state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'open',
    resolution VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    payment_id BIGINT NULL,
    note VARCHAR(256) NULL,
    proposed_by VARBINARY(64) NULL,
    proposed_at BIGINT NULL,
    approved_by VARBINARY(64) NULL,
    approved_at BIGINT NULL,
    opened_at BIGINT NOT NULL,
    resolved_at BIGINT NULL,
    unresolved TINYINT AS (IF(state = 'resolved', NULL, 1)) VIRTUAL,
    PRIMARY KEY (id),
    UNIQUE KEY by_trade (channel, kind, trade_no, unresolved),
    KEY by_state (state, id),
    CONSTRAINT reconciliation_difference_state CHECK (state IN ('open', 'proposed', 'approved', 'resolved')),
    CONSTRAINT reconciliation_difference_resolution
    CHECK (resolution IN ('accepted', 'booked', 'adjusted', 'matched-later')),
    CONSTRAINT reconciliation_difference_operators CHECK (approved_by <> proposed_by),
    CONSTRAINT reconciliation_difference_approved
    CHECK (approved_by IS NOT NULL OR state IN ('open', 'proposed') OR resolution = 'matched-later')
) ENGINE = InnoDB;
