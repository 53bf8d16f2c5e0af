/// The processes that share the machine during a measurement.
package enum ProcessGroup: String, CaseIterable, Sendable {
    case workers = "workers"
    case database = "mariadbd"
    case proxy = "nginx"
    /// The load generator: this process.
    case generator = "load"
    /// The shop that hears of charges.
    case receiver = "shop"
}
