-- The channel that paid a payment, and its own number for that. NULL: the payer's wallet did.
ALTER TABLE payment
    ADD COLUMN paid_through VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER paid_by,
    ADD COLUMN channel_trade_no VARBINARY(64) NULL AFTER paid_through;
