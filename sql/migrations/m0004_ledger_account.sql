-- An account is named by owner, kind and currency (ISO 4217 number). Kinds: 1 wallet, 2 pending, 3 available,
-- 4 reserved; of the system (owner 0): 10 world, 11 fees, 12 clearing.
CREATE TABLE wallet (
    payer_id BIGINT NOT NULL,
    currency SMALLINT NOT NULL,
    balance BIGINT NOT NULL DEFAULT 0,
    held BIGINT NOT NULL DEFAULT 0,
    credit_limit BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (payer_id, currency),
    CONSTRAINT wallet_held CHECK (held >= 0),
    CONSTRAINT wallet_credit CHECK (credit_limit >= 0),
    CONSTRAINT wallet_covered CHECK (balance + credit_limit >= held)
) ENGINE = InnoDB;

CREATE TABLE merchant_account (
    merchant_id BIGINT NOT NULL,
    kind TINYINT NOT NULL,
    currency SMALLINT NOT NULL,
    balance BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (merchant_id, kind, currency),
    CONSTRAINT merchant_account_covered CHECK (balance >= 0)
) ENGINE = InnoDB;

-- System accounts have no row that all payments would meet in: each lane sums its own, reading adds them up.
CREATE TABLE lane_balance (
    lane_id INT NOT NULL,
    kind TINYINT NOT NULL,
    currency SMALLINT NOT NULL,
    balance BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (lane_id, kind, currency)
) ENGINE = InnoDB;

-- The legs of postings. No program may update or delete them. object_id: the payment, refund or top-up.
-- balance_after is known where the account was locked, and NULL where it was only touched.
CREATE TABLE entry (
    posting_id BIGINT NOT NULL,
    leg TINYINT NOT NULL,
    object_id BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    kind TINYINT NOT NULL,
    currency SMALLINT NOT NULL,
    amount BIGINT NOT NULL,
    balance_after BIGINT NULL,
    posted_at BIGINT NOT NULL,
    PRIMARY KEY (posting_id, leg),
    CONSTRAINT entry_amount CHECK (amount <> 0)
) ENGINE = InnoDB;
