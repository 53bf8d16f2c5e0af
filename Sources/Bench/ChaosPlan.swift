/// How long and how hard a stack is shaken.
package struct ChaosPlan: Sendable {
    package var seconds = 60.0
    package var clients = 32
    /// A client sends a request once and repeats it so often at most, the same bytes each time.
    package var repetitions = 10
    /// A worker is killed each time this many seconds have passed.
    package var secondsBetweenWorkerKills = 1.0
    /// So often mariadbd is killed, spread evenly over the time.
    package var databaseKills = 3
    /// Pause between two lane sessions that are cut off while they commit.
    package var millisecondsBetweenCommitCuts = 200
    /// Lost commits whose outcome the lanes must have found out by the end.
    package var leastResolutions = 20
    package var seed: UInt64 = 1

    package init() {}
}
