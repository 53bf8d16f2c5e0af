-- Who checks the books, one at a time. `epoch` is the fencing number: it grows with every taking over, and whoever
-- finds another one than its own has been replaced.
CREATE TABLE audit_lease (
    id TINYINT NOT NULL,
    epoch BIGINT NOT NULL,
    holder VARBINARY(64) NOT NULL,
    lease_until BIGINT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT audit_lease_single CHECK (id = 1)
) ENGINE = InnoDB;

INSERT INTO audit_lease (id, epoch, holder, lease_until) VALUES (1, 0, '', 0);
