-- What each program may do, table by table. Applied after every migration, so a new table gets its rights here.
-- Entries and events are written once: no role may UPDATE or DELETE them. No role may DELETE a row that money hangs on.
-- Every session may KILL others of its own account without further rights: that is all a lane needs to end the
-- session it lost.

GRANT SELECT ON kadock.* TO worker_role, settle_role, admin_role;

-- Workers: payments and what they touch. Merchants and keys are only read.
GRANT INSERT, UPDATE ON kadock.lane TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON kadock.idempotency TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE, DELETE ON kadock.nonce TO worker_role, admin_role;
GRANT INSERT, UPDATE ON kadock.payer TO worker_role, admin_role;
GRANT INSERT, UPDATE ON kadock.payer_profile TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON kadock.wallet TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON kadock.merchant_account TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON kadock.lane_balance TO worker_role, settle_role, admin_role;
GRANT INSERT ON kadock.entry TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON kadock.payment TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON kadock.hold TO worker_role, settle_role, admin_role;
GRANT INSERT, UPDATE ON kadock.refund TO worker_role, settle_role, admin_role;
GRANT INSERT ON kadock.topup TO worker_role, settle_role, admin_role;
GRANT INSERT ON kadock.event TO worker_role, settle_role, admin_role;
GRANT INSERT ON kadock.event_position TO worker_role, settle_role, admin_role;

-- Operators: merchants and their keys.
GRANT INSERT, UPDATE ON kadock.merchant TO admin_role;
GRANT INSERT, UPDATE, DELETE ON kadock.merchant_key TO admin_role;
GRANT UPDATE ON kadock.directory_version TO admin_role;
