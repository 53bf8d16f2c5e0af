/// What an engine has done since it started.
package struct EngineStatistics: Sendable {
    package var batches: Int64 = 0
    package var commands: Int64 = 0
}
