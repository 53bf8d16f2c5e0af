-- A frozen account: nothing is taken from it or set aside in it; see account_freeze for why.
ALTER TABLE wallet ADD COLUMN frozen TINYINT NOT NULL DEFAULT 0;
ALTER TABLE merchant_account ADD COLUMN frozen TINYINT NOT NULL DEFAULT 0;

-- Accounts whose books were found broken, with the figure that was: what it should be by everything else that is
-- written, and what it was. object_id: the payment or posting that does not add up; 0: the account itself. Of a
-- released one, by whom and when; `note`: why it was released although it was still broken.
CREATE TABLE account_freeze (
    id BIGINT NOT NULL AUTO_INCREMENT,
    owner_id BIGINT NOT NULL,
    kind TINYINT NOT NULL,
    currency SMALLINT NOT NULL,
    figure VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    object_id BIGINT NOT NULL,
    expected BIGINT NOT NULL,
    found BIGINT NOT NULL,
    found_at BIGINT NOT NULL,
    released_by VARBINARY(64) NULL,
    released_at BIGINT NULL,
    note VARBINARY(512) NULL,
    PRIMARY KEY (id),
    KEY by_account (owner_id, kind, currency),
    KEY by_release (released_at),
    CONSTRAINT account_freeze_release CHECK ((released_at IS NULL) = (released_by IS NULL))
) ENGINE = InnoDB;
