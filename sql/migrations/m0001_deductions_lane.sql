-- One row per lane of every worker that ever ran. The fence: a batch exists if and only if last_batch reached it.
CREATE TABLE lane (
    id INT NOT NULL AUTO_INCREMENT,
    worker VARBINARY(64) NOT NULL,
    last_batch BIGINT NOT NULL DEFAULT 0,
    resolved_committed BIGINT NOT NULL DEFAULT 0,
    resolved_lost BIGINT NOT NULL DEFAULT 0,
    started_at BIGINT NOT NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB;

-- The one guard of "exactly once": who owns a merchant's key, for what content, and what came of it.
-- Keys are bytes: no collation may merge two of them. Rows are kept for ever.
CREATE TABLE idempotency (
    merchant_id BIGINT NOT NULL,
    kind TINYINT NOT NULL,
    idem_key VARBINARY(255) NOT NULL,
    digest BINARY(32) NOT NULL,
    lane_id INT NOT NULL,
    batch BIGINT NOT NULL,
    answer_kind TINYINT NOT NULL,
    object_id BIGINT NOT NULL,
    refusal VARBINARY(32) NULL,
    PRIMARY KEY (merchant_id, kind, idem_key)
) ENGINE = InnoDB;

-- Nonces of signed POST requests, kept for twice the window in which a signature is accepted.
CREATE TABLE nonce (
    merchant_id BIGINT NOT NULL,
    nonce VARBINARY(128) NOT NULL,
    digest BINARY(32) NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, nonce),
    KEY by_age (seen_at)
) ENGINE = InnoDB;
