/// How a measurement of batch windows is laid out.
package struct SettlePlan: Sendable {
    /// Payments that wait for one window that has opened, dealt out evenly to the payers, and those to the merchants.
    package var items = 1_000_000
    package var payers = 100_000
    package var merchants = 1_000
    /// How often the program is killed on its way.
    package var kills = 5
    /// Lanes of the program, and sessions of the plain writer.
    package var lanes = 2
    /// Payers that a lane charges in one transaction.
    package var batchLimit = 128
    /// Payers whose payments are written plainly, before the program runs and once more after it.
    package var plainPayers = 10_000

    package init() {}

    /// As many as there are, if there are fewer.
    var plain: Int { min(plainPayers, payers) }
    /// Items of the first `count` payers.
    func items(of count: Int) -> Int { items / payers * count + min(items % payers, count) }
}
