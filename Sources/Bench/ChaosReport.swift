import JSON

/// What a chaos run did and what it found.
package struct ChaosReport: Sendable {
    package var acknowledged = 0
    /// Requests that were repeated at least once, and the most often one was.
    package var repeated = 0
    package var mostRepetitions = 0
    package var workersKilled = 0
    package var databasesKilled = 0
    package var commitsCut = 0
    /// Lost commits that the fence showed to have happened, and not to have happened.
    package var resolvedCommitted = 0
    package var resolvedLost = 0
    /// Everything that must not be; empty after a good run.
    package var problems: [String] = []

    package init() {}

    package var isGood: Bool { problems.isEmpty }

    package var markdown: String {
        """
        | chaos | |
        |---|---|
        | charges acknowledged, each once in the database | \(acknowledged) |
        | of these after repetitions (most for one) | \(repeated) (\(mostRepetitions)) |
        | workers killed | \(workersKilled) |
        | mariadbd killed | \(databasesKilled) |
        | sessions cut off in COMMIT | \(commitsCut) |
        | lost commits resolved: had happened / had not | \(resolvedCommitted) / \(resolvedLost) |
        | verdict | \(isGood ? "good" : problems.joined(separator: "; ")) |

        """
    }

    package var json: [UInt8] {
        var writer = JSONWriter(capacity: 1_024)
        writer.object { writer in
            writer.field("acknowledged", acknowledged)
            writer.field("repeated", repeated)
            writer.field("most_repetitions", mostRepetitions)
            writer.field("workers_killed", workersKilled)
            writer.field("databases_killed", databasesKilled)
            writer.field("commits_cut", commitsCut)
            writer.field("resolved_committed", resolvedCommitted)
            writer.field("resolved_lost", resolvedLost)
            writer.array("problems") { writer in
                for problem in problems { writer.string(problem) }
            }
            writer.field("good", isGood)
        }
        return writer.bytes
    }
}
