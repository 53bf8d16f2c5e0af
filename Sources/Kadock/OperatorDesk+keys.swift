import Deductions
import DevStack
import MariaDB
import Merchants

extension OperatorDesk {
    /// Gives a merchant a key.
    func issue(_ order: KeyOrder) throws(StackFailure) -> IssuedKey {
        let vault = try vault()
        let outcome = try change { session throws(DatabaseFailure) in
            try order.run(vault, at: WallClock.now(), session)
        }
        switch outcome {
        case .issued(let issued), .repeated(let issued): return issued
        case .full: throw .refused("there are \(KeyOrder.mostLive) good keys of this kind: end or remove one first")
        case .keyMisused, .gone: preconditionFailure("an operator has no key")
        }
    }

    /// Does something with the key files, in the words of an operator's failure.
    func sealing<Result>(_ body: (KeyVault) throws(SealFailure) -> Result) throws(StackFailure) -> Result {
        let vault = try vault()
        do throws(SealFailure) {
            return try body(vault)
        } catch {
            throw .refused(error.description)
        }
    }
}
