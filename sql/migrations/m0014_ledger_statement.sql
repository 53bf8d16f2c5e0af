-- A payer's statement, newest first.
CREATE INDEX by_owner ON entry (owner_id, kind, posted_at, posting_id);
