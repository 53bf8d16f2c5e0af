-- Who gives events their positions, one at a time. `epoch` is the fencing number: it grows with every taking over,
-- and whoever finds another one than its own has been replaced. The row's lock keeps two apart in any case.
CREATE TABLE sequencer (
    id TINYINT NOT NULL,
    epoch BIGINT NOT NULL,
    holder VARBINARY(64) NOT NULL,
    lease_until BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT sequencer_single CHECK (id = 1)
) ENGINE = InnoDB;

INSERT INTO sequencer (id, epoch, holder, lease_until, last_seq) VALUES (1, 0, '', 0, 0);

-- Up to which batch the events of a lane have positions.
CREATE TABLE sequenced_lane (
    lane_id INT NOT NULL,
    last_batch BIGINT NOT NULL,
    PRIMARY KEY (lane_id)
) ENGINE = InnoDB;

-- The last position in each merchant's own feed.
CREATE TABLE sequenced_merchant (
    merchant_id BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    PRIMARY KEY (merchant_id)
) ENGINE = InnoDB;
