import Deductions
import MariaDB
import Synchronization
import Threading
import Values

/// What the engine is compared with: sessions that write one payment after the other, each in its own transaction.
package struct PlainGateway: Sendable {
    package let books: PlainBooks
    package let sessions: Int
    /// Grows over all runs, for identifiers that were never used.
    private let counter: Counter

    package init(books: PlainBooks, sessions: Int) {
        self.books = books
        self.sessions = sessions
        counter = Counter()
    }

    private final class Counter: Sendable {
        private let next = Atomic<Int64>(WallClock.now().microseconds * 1_000)

        func take() -> Int64 { next.wrappingAdd(1, ordering: .relaxed).newValue }
    }

    /// Writes payments for the time given; a payment counts as status 201.
    package func run(warmUpSeconds: Double, seconds: Double, seed: UInt64) throws(LoadFailure) -> LoadResult {
        try SessionLoad(address: books.address, sessions: sessions).run(
            warmUpSeconds: warmUpSeconds, seconds: seconds
        ) { thread in
            var random = SeededRandom(seed: seed &+ UInt64(thread))
            return { (session: Session) throws(DatabaseFailure) in
                let account = books.accounts[Int.random(in: 0..<books.accounts.count, using: &random)]
                let charge = PlainCharge(
                    id: counter.take(), account: account, amount: Int64.random(in: 1...100, using: &random),
                    now: WallClock.now().microseconds)
                try charge.write(on: session)
            }
        }
    }
}
