-- Payments that nobody has paid yet, the oldest first. All others stand in the index too, but under NULL and in the
-- order of time: in one place that is at hand.
ALTER TABLE payment ADD COLUMN waiting_since BIGINT AS (IF(state = 'pending', created_at, NULL)) VIRTUAL;
CREATE INDEX by_wait ON payment (waiting_since);
