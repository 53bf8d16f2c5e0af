import Deductions

/// A command that was handed in, perhaps several times, and all that was answered.
struct Issue: Sendable {
    let command: any Command
    var verdicts: [Verdict] = []
    /// By which versions of its merchant it was judged, one for each verdict.
    var versions: [Int64?] = []
}
