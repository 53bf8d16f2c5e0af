-- From `valid_until` on the key verifies nothing; NULL: it has no end. The material of a shared secret is sealed under
-- the key file `seal_version`; NULL: it lies open, as public keys do, and secrets that were written before this.
ALTER TABLE merchant_key ADD COLUMN valid_until BIGINT NULL, ADD COLUMN seal_version BIGINT NULL;

-- What was changed of merchants, and by whom; each row is written once. Where a caller changed it, its key and what it
-- stood for make the same call again the same change.
CREATE TABLE merchant_change (
    merchant_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    key_id VARBINARY(64) NULL,
    particulars VARBINARY(8192) NOT NULL,
    author VARBINARY(64) NOT NULL,
    idem_key VARBINARY(255) NULL,
    idem_digest BINARY(32) NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, number),
    UNIQUE KEY by_key (merchant_id, idem_key)
) ENGINE = InnoDB;
