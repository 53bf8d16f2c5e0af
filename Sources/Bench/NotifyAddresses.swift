/// Where a shop wants to be told of its payments: at an address that notes arrivals only, and of one in sixteen at
/// another that keeps what arrives.
package struct NotifyAddresses: Sendable {
    private let noting: String
    private let keeping: String
    private var count = 0

    package init(noting: String, keeping: String) {
        self.noting = noting
        self.keeping = keeping
    }

    /// The next payment's address.
    mutating func next() -> String {
        defer { count += 1 }
        return count.isMultiple(of: 16) ? keeping : noting
    }
}
