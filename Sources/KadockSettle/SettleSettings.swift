import Deductions
import Logging
import MariaDB
import Settings

/// What the scheduled work is told by its configuration.
struct SettleSettings {
    let database: DatabaseAddress
    let engine: EngineSettings
    /// Where statements lie.
    let statementsDirectory: String

    init(_ settings: borrowing Settings) throws(SettingsFailure) {
        var engine = EngineSettings()
        engine.name = try settings.text("name") ?? "settle"
        engine.lanes = try settings.number("lanes", in: 1...64) ?? 2
        engine.lane.batchLimit = try settings.number("batch_limit", in: 1...1_024) ?? 128
        let level = try settings.text("log_level") ?? "info"
        guard let logLevel = Logger.Level(rawValue: level) else {
            throw SettingsFailure("log_level must be trace, debug, info, notice, warning, error or critical")
        }
        var log = Logger(label: "kadock-settle", factory: { StreamLogHandler.standardError(label: $0) })
        log.logLevel = logLevel
        engine.log = log
        self.engine = engine
        statementsDirectory = try settings.text("statements_directory") ?? "/var/lib/kadock/statements"
        database = try Self.database(settings)
        try settings.refuseUnknown(foreign: Self.foreign)
    }

    #if SEEDED_FAULTS
        /// Belongs to the lanes, in tests.
        private static let foreign: Set = ["KADOCK_CRASH_AT"]
    #else
        private static let foreign: Set<String> = []
    #endif

    private static func database(_ settings: borrowing Settings) throws(SettingsFailure) -> DatabaseAddress {
        let socket = try settings.text("database.socket")
        let host = try settings.text("database.host")
        let port = try settings.number("database.port", in: 1...65_535)
        let place: DatabaseAddress.Place
        switch (socket, host) {
        case (let socket?, nil) where port == nil: place = .socket(socket)
        case (nil, let host?): place = .tcp(host, UInt16(port ?? 3_306))
        default:
            throw SettingsFailure("the database is either at database.socket or at database.host and database.port")
        }
        return DatabaseAddress(
            place: place, user: try settings.text("database.user") ?? "kadock_settle",
            password: String(decoding: try settings.secret("database.password_file"), as: UTF8.self),
            database: try settings.text("database.name") ?? "kadock",
            authorityFile: try settings.text("database.authority_file"))
    }
}
