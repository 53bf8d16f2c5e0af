-- Rows that keep their length when they are told: what came of a try is written where the row stands, instead of moving
-- it and splitting full pages. last_status 0: no answer yet.
UPDATE delivery SET last_status = 0 WHERE last_status IS NULL;

ALTER TABLE delivery
    DROP CONSTRAINT delivery_state,
    MODIFY COLUMN state ENUM ('waiting', 'delivered', 'dead') CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    MODIFY COLUMN last_status SMALLINT NOT NULL DEFAULT 0;
