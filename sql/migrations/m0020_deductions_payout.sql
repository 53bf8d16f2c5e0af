-- What a merchant was paid out for a day (days since 1970-01-01) in one currency: the stretch of its feed that was
-- counted, what that brought, what payouts before left over, and what of it all went from `pending` to `available`, in
-- the posting of this id. The stretches of a merchant and currency follow each other. Never updated, never deleted.
CREATE TABLE payout (
    id BIGINT NOT NULL,
    merchant_id BIGINT NOT NULL,
    currency SMALLINT NOT NULL,
    day INT NOT NULL,
    first_seq BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    line_count BIGINT NOT NULL,
    captured BIGINT NOT NULL,
    refunded BIGINT NOT NULL,
    fees BIGINT NOT NULL,
    pending BIGINT NOT NULL,
    available BIGINT NOT NULL,
    carry_before BIGINT NOT NULL,
    carry_after BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, currency, day),
    UNIQUE KEY by_id (id),
    UNIQUE KEY by_stretch (merchant_id, currency, first_seq),
    KEY by_day (day, merchant_id, currency),
    CONSTRAINT payout_amount CHECK (amount >= 0 AND carry_after = carry_before + pending - amount),
    CONSTRAINT payout_stretch CHECK (first_seq > 0 AND last_seq >= first_seq),
    CONSTRAINT payout_totals CHECK (captured - refunded - fees = pending + available)
) ENGINE = InnoDB;

-- A merchant's `available` money that was sent on its way to the payee, once a day and currency at most, in the posting
-- of this id. Never updated, never deleted.
CREATE TABLE withdrawal (
    id BIGINT NOT NULL,
    merchant_id BIGINT NOT NULL,
    currency SMALLINT NOT NULL,
    day INT NOT NULL,
    amount BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, currency, day),
    UNIQUE KEY by_id (id),
    KEY by_day (day, currency, merchant_id),
    CONSTRAINT withdrawal_amount CHECK (amount > 0)
) ENGINE = InnoDB;
