-- A payer's statement, newest first. Merchants' entries stand in the index too, but all under NULL and in the order of
-- time: in one place that is at hand, where the payers' are spread.
ALTER TABLE entry ADD COLUMN wallet_id BIGINT AS (IF(kind = 1, owner_id, NULL)) VIRTUAL;
CREATE INDEX by_wallet ON entry (wallet_id, posted_at, posting_id);
