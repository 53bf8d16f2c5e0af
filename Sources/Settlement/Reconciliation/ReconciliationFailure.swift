package import MariaDB

/// Why a comparison did not take place. Nothing has changed.
package enum ReconciliationFailure: Error, Sendable {
    case statement(ChannelFileFault)
    case database(DatabaseFailure)
}
