import DevStack
import MariaDB
import Settlement

extension OperatorDesk {
    /// Has an operator decide on a difference, which is locked and written as decided.
    func change(
        _ id: Int64, _ decision: (Difference) throws(DifferenceRefusal) -> Difference
    ) throws(StackFailure) -> Difference {
        let decided = try change { session throws(DatabaseFailure) -> Result<Difference, DifferenceRefusal> in
            guard let old = try DifferenceStore.lock(id, session) else { return .failure(.unknown) }
            let decided = Result { () throws(DifferenceRefusal) in try decision(old) }
            if case .success(let new) = decided, new != old { try DifferenceStore.decide(new, session) }
            return decided
        }
        switch decided {
        case .success(let difference): return difference
        case .failure(let refusal): throw .refused(refusal.description)
        }
    }
}
