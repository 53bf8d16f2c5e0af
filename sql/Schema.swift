/// The database's shape, as files that are applied in the order of their names and never changed again.
package enum Schema {
    /// One migration as it stands in `migrations/`.
    package struct File: Sendable {
        package let name: String
        package let sql: [UInt8]
    }

    /// All of them, oldest first.
    package static let files: [File] = [
        File(name: "m0001_deductions_lane", sql: PackageResources.m0001_deductions_lane_sql),
        File(name: "m0002_merchants_merchant", sql: PackageResources.m0002_merchants_merchant_sql),
        File(name: "m0003_payers_payer", sql: PackageResources.m0003_payers_payer_sql),
        File(name: "m0004_ledger_account", sql: PackageResources.m0004_ledger_account_sql),
        File(name: "m0005_deductions_payment", sql: PackageResources.m0005_deductions_payment_sql),
        File(name: "m0006_events_event", sql: PackageResources.m0006_events_event_sql),
        File(name: "m0007_events_sequence", sql: PackageResources.m0007_events_sequence_sql),
        File(name: "m0008_deductions_docking", sql: PackageResources.m0008_deductions_docking_sql),
        File(name: "m0009_events_delivery", sql: PackageResources.m0009_events_delivery_sql),
        File(name: "m0010_deductions_consent", sql: PackageResources.m0010_deductions_consent_sql),
        File(name: "m0011_payers_signin", sql: PackageResources.m0011_payers_signin_sql),
        File(name: "m0012_channels_channel", sql: PackageResources.m0012_channels_channel_sql),
        File(name: "m0013_deductions_trade", sql: PackageResources.m0013_deductions_trade_sql),
        File(name: "m0014_ledger_statement", sql: PackageResources.m0014_ledger_statement_sql),
        File(name: "m0015_deductions_hold", sql: PackageResources.m0015_deductions_hold_sql),
        File(name: "m0016_deductions_pending", sql: PackageResources.m0016_deductions_pending_sql),
        File(name: "m0017_deductions_queue", sql: PackageResources.m0017_deductions_queue_sql),
        File(name: "m0018_settlement_window", sql: PackageResources.m0018_settlement_window_sql),
        File(name: "m0019_policies_policy", sql: PackageResources.m0019_policies_policy_sql),
        File(name: "m0020_deductions_payout", sql: PackageResources.m0020_deductions_payout_sql),
        File(name: "m0021_settlement_payout", sql: PackageResources.m0021_settlement_payout_sql),
        File(name: "m0022_ledger_freeze", sql: PackageResources.m0022_ledger_freeze_sql),
        File(name: "m0023_settlement_audit", sql: PackageResources.m0023_settlement_audit_sql),
        File(name: "m0024_channels_settlement", sql: PackageResources.m0024_channels_settlement_sql),
        File(name: "m0025_deductions_adjustment", sql: PackageResources.m0025_deductions_adjustment_sql),
        File(name: "m0026_settlement_reconciliation", sql: PackageResources.m0026_settlement_reconciliation_sql),
        File(name: "m0027_merchants_settings", sql: PackageResources.m0027_merchants_settings_sql),
        File(name: "m0028_merchants_keys", sql: PackageResources.m0028_merchants_keys_sql),
        File(name: "m0029_deductions_cap", sql: PackageResources.m0029_deductions_cap_sql),
        File(name: "m0030_deductions_credit", sql: PackageResources.m0030_deductions_credit_sql),
        File(name: "m0031_events_delivery", sql: PackageResources.m0031_events_delivery_sql),
    ]

    /// The rights of each program, given again after every migration; statements that may be repeated.
    package static let grants: [UInt8] = PackageResources.grants_sql
}
