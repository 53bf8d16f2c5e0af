-- How far a wallet may fall below zero: each setting, with who and when. Written once; the last one holds, and is in
-- the wallet.
CREATE TABLE credit_line (
    id BIGINT NOT NULL,
    payer_id BIGINT NOT NULL,
    currency SMALLINT NOT NULL,
    credit_limit BIGINT NOT NULL,
    set_by VARBINARY(64) NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    KEY by_payer (payer_id, currency, id),
    CONSTRAINT credit_line_limit CHECK (credit_limit >= 0)
) ENGINE = InnoDB;

-- A credit line may be lowered below what is owed. debt_limit is how deep the wallet then is; else the credit line.
ALTER TABLE wallet ADD COLUMN debt_limit BIGINT NOT NULL DEFAULT 0;

UPDATE wallet SET debt_limit = credit_limit WHERE credit_limit > 0;

ALTER TABLE wallet
    DROP CONSTRAINT wallet_covered,
    ADD CONSTRAINT wallet_covered CHECK (balance + debt_limit >= held),
    ADD CONSTRAINT wallet_debt CHECK (debt_limit >= credit_limit);
