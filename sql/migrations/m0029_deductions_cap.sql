-- What a merchant's payers were charged on one day of its own calendar (days since 1970-01-01), in minor units: what is
-- captured, held and queued of the payments that count on it, and taken_over, what had been charged on it before the
-- first of those. Only merchants with a cap have rows.
CREATE TABLE merchant_day (
    merchant_id BIGINT NOT NULL,
    currency SMALLINT NOT NULL,
    day INT NOT NULL,
    used BIGINT NOT NULL,
    taken_over BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, currency, day),
    CONSTRAINT merchant_day_used CHECK (used >= taken_over AND taken_over >= 0)
) ENGINE = InnoDB;

-- The day on which the payment counts; NULL: on none, since its merchant had no cap when its payer was charged.
ALTER TABLE payment ADD COLUMN counted_day INT NULL;
