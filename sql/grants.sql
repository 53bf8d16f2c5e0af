-- What each program may do, table by table. Applied after every migration, so a new table gets its rights here.
-- Rights go to roles, because accounts differ from server to server. An administrator makes both once:
--     CREATE ROLE worker_role;
--     CREATE USER kadock_worker@'10.8.0.%' IDENTIFIED BY '…' WITH MAX_STATEMENT_TIME 5;
--     GRANT worker_role TO kadock_worker@'10.8.0.%';
--     SET DEFAULT ROLE worker_role FOR kadock_worker@'10.8.0.%';
-- and likewise settle_role for kadock_settle and admin_role for kadock_admin. The account that runs `kadock migrate`
-- has all rights on this schema, WITH GRANT OPTION, and no program that runs enters as it.
--
-- Entries and events are written once: no role may UPDATE or DELETE them, nor DELETE a row that money hangs on.
-- Every session may KILL others of its own account without further rights: that is all a lane needs to end the
-- session it lost.

GRANT SELECT ON * TO worker_role, settle_role, admin_role;

-- Workers: payments and what they touch. Merchants are only read.
GRANT INSERT, UPDATE ON lane TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON idempotency TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE, DELETE ON nonce TO worker_role, admin_role;
GRANT INSERT, UPDATE ON payer TO worker_role, admin_role;
GRANT INSERT, UPDATE, DELETE ON payer_session TO worker_role;
GRANT INSERT, UPDATE, DELETE ON pin_guard TO worker_role;
GRANT INSERT, UPDATE, DELETE ON sign_in_attempt TO worker_role;
GRANT INSERT, UPDATE ON payer_profile TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON wallet TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON merchant_account TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON lane_balance TO worker_role, settle_role, admin_role;
GRANT INSERT ON entry TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON payment TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON hold TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON queue_item TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON refund TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON merchant_day TO worker_role, settle_role, admin_role;
GRANT INSERT ON credit_line TO worker_role, settle_role, admin_role;
GRANT INSERT ON topup TO worker_role, settle_role, admin_role;
GRANT INSERT ON event TO worker_role, settle_role, admin_role;
GRANT INSERT ON event_position TO worker_role, settle_role, admin_role;
GRANT INSERT ON channel_receipt TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON channel_return TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON delivery TO worker_role, settle_role, admin_role;
GRANT UPDATE ON sequencer TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON sequenced_lane TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON sequenced_merchant TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON batch_window TO settle_role, admin_role;
GRANT INSERT ON payout TO worker_role, settle_role, admin_role;
GRANT INSERT ON withdrawal TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON payout_day TO settle_role, admin_role;
GRANT INSERT, UPDATE ON payout_statement TO settle_role, admin_role;
GRANT INSERT, UPDATE ON withdrawal_list TO settle_role, admin_role;

-- Deduction policies: each version is written once.
GRANT INSERT ON policy TO worker_role, admin_role;
GRANT UPDATE ON directory_version TO worker_role;
GRANT UPDATE (version) ON merchant TO worker_role;

-- Operators: merchants and their keys.
GRANT INSERT, UPDATE ON merchant TO admin_role;
GRANT INSERT, UPDATE, DELETE ON merchant_key TO admin_role;
GRANT UPDATE ON directory_version TO admin_role;

-- Merchants change their keys themselves, through the workers: they get new ones, and old ones end. What is changed of
-- them is written down once.
GRANT INSERT, UPDATE (valid_until) ON merchant_key TO worker_role;
GRANT INSERT ON merchant_change TO worker_role, admin_role;

-- Operators: letting a payer try its PIN again.
GRANT DELETE ON pin_guard TO admin_role;

-- The self-check: whoever finds an account broken freezes it, operators release it.
GRANT INSERT ON account_freeze TO worker_role, admin_role;
GRANT UPDATE ON account_freeze TO admin_role;
GRANT UPDATE ON audit_lease TO worker_role;

-- Channels' statements, what they differ in from our records, and what operators decide of it.
GRANT INSERT ON adjustment TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON reconciled_channel TO settle_role;
GRANT INSERT, UPDATE ON reconciliation TO settle_role;
GRANT INSERT ON reconciliation_sum TO settle_role;
GRANT INSERT, UPDATE ON statement_line TO settle_role;
GRANT INSERT, UPDATE ON reconciliation_difference TO settle_role, admin_role;
