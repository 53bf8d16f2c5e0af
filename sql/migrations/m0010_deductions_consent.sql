-- Who paid a payment that named nobody, or a payer of the platform: known when the payer agrees. NULL: whom it names.
ALTER TABLE payment ADD COLUMN paid_by BIGINT NULL AFTER decline_code;
