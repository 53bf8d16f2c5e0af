import Deductions
import Values

/// Something that changed the books or was refused, in the order of commits.
struct Doing {
    enum Deed {
        case command(any Command)
        /// A hold's time was over.
        case end(of: Identifier)
        /// A queued payment was charged at its window.
        case post(of: Identifier)
        /// A queued payment was declined at its last window.
        case drop(of: Identifier)
    }

    let commit: Int
    /// What it made; the order within a commit.
    let object: Identifier
    let deed: Deed
}
