/// A user of the database: one for each program, so that grants can say what each may do.
package enum DatabaseAccount: String, Sendable, CaseIterable {
    /// `kadock-worker`.
    case worker = "kadock_worker"
    /// `kadock-settle`.
    case settle = "kadock_settle"
    /// `kadock`, the operator's commands.
    case admin = "kadock_admin"
    /// `kadock migrate`: owns the tables and gives the rights. No running program enters as this one.
    case owner = "kadock_owner"

    /// The role that `sql/grants.sql` gives rights to; nil for the owner, who has them all.
    var role: String? {
        switch self {
        case .worker: "worker_role"
        case .settle: "settle_role"
        case .admin: "admin_role"
        case .owner: nil
        }
    }
}
