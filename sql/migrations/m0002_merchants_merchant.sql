CREATE TABLE merchant (
    id BIGINT NOT NULL,
    pid INT NOT NULL,
    name VARCHAR(128) NOT NULL,
    state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    version BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY by_pid (pid),
    CONSTRAINT merchant_state CHECK (state IN ('active', 'suspended'))
) ENGINE = InnoDB;

CREATE TABLE merchant_key (
    key_id VARBINARY(64) NOT NULL,
    merchant_id BIGINT NOT NULL,
    algorithm VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    material VARBINARY(2048) NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (key_id),
    KEY by_merchant (merchant_id)
) ENGINE = InnoDB;

-- Raised in the transaction of every change of merchants and keys: workers drop what they remember when it moves.
CREATE TABLE directory_version (
    id TINYINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO directory_version (id, version) VALUES (1, 1);
