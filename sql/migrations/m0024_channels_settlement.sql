-- When a channel said how a return ended; NULL: it has not. Of old ones the time they were asked for stands in.
ALTER TABLE channel_return ADD COLUMN settled_at BIGINT NULL;
UPDATE channel_return SET settled_at = created_at WHERE state <> 'pending';

-- What a channel's statement is held against.
CREATE INDEX by_settlement ON channel_return (channel, settled_at);
CREATE INDEX by_time ON channel_receipt (channel, received_at);
