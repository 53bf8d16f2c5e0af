-- What operators decided to move between the world and clearing, so that our books say what a channel says: what
-- clearing gained by it, in each currency. Written once.
CREATE TABLE adjustment (
    id BIGINT NOT NULL,
    currency SMALLINT NOT NULL,
    difference_id BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id, currency),
    UNIQUE KEY by_difference (difference_id, currency),
    CONSTRAINT adjustment_amount CHECK (amount <> 0)
) ENGINE = InnoDB;
