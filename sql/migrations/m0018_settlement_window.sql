-- A merchant's batch window, from the moment a run first saw what waits for it: `seen` is what waited then, the rest
-- what came of it. Its row is locked while a run works on it, and free again when the run dies. A stopped one waits for
-- an operator, for the reasons given (JSON).
CREATE TABLE batch_window (
    merchant_id BIGINT NOT NULL,
    currency SMALLINT NOT NULL,
    window_at BIGINT NOT NULL,
    state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    seen_count BIGINT NOT NULL,
    seen_amount BIGINT NOT NULL,
    seen_new_payers BIGINT NOT NULL,
    seen_largest BIGINT NOT NULL,
    reasons VARBINARY(1024) NULL,
    released_by VARBINARY(64) NULL,
    last_payer_id BIGINT NOT NULL DEFAULT 0,
    charged_count BIGINT NOT NULL DEFAULT 0,
    charged_amount BIGINT NOT NULL DEFAULT 0,
    declined_count BIGINT NOT NULL DEFAULT 0,
    opened_at BIGINT NOT NULL,
    done_at BIGINT NULL,
    PRIMARY KEY (merchant_id, currency, window_at),
    KEY by_state (state, window_at),
    CONSTRAINT batch_window_state CHECK (state IN ('ready', 'stopped', 'done'))
) ENGINE = InnoDB;

-- Whether a payer is new to a merchant's windows.
CREATE INDEX by_payer ON queue_item (payer_id, merchant_id, state);
