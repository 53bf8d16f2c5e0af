-- What is agreed with the merchant (JSON); NULL: nothing but the usual.
ALTER TABLE merchant ADD COLUMN settings VARBINARY(8192) NULL;
