-- How a payment is to be held (NULL: not at all), and by how much its amount has grown since it was made.
ALTER TABLE payment
    ADD COLUMN added BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN hold_seconds INT NULL,
    ADD COLUMN capture_by VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD CONSTRAINT payment_added CHECK (added >= 0 AND held + captured <= amount + added);
