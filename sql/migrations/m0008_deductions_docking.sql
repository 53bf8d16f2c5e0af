-- What the protocol of the door that took the payment wants to see again. JSON of ours: its longest values are 1,024
-- bytes of the shop's, each of which may need six to be written.
ALTER TABLE payment ADD COLUMN docking VARBINARY(8192) NULL AFTER metadata;
