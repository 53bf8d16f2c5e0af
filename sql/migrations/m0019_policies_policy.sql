-- Merchants' deduction policies (JSON), each version written once. Where a caller set it, its key and what it stood for
-- make the same call again the same version.
CREATE TABLE policy (
    merchant_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    effective_from BIGINT NOT NULL,
    body MEDIUMBLOB NOT NULL,
    set_by VARBINARY(64) NOT NULL,
    idem_key VARBINARY(255) NULL,
    idem_digest BINARY(32) NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, version),
    UNIQUE KEY by_key (merchant_id, idem_key),
    CONSTRAINT policy_version CHECK (version > 0)
) ENGINE = InnoDB;

-- What the policy said of a payment when it was made (JSON); NULL: its merchant had none.
ALTER TABLE payment ADD COLUMN policy VARBINARY(1024) NULL;

-- What of the payment's fee goes back to the merchant with what goes back to the channel.
ALTER TABLE channel_return ADD COLUMN fee BIGINT NOT NULL DEFAULT 0;
