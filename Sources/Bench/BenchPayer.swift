/// A payer that the bench charges, and the place of its merchant in `Population.merchants`.
package struct BenchPayer: Sendable {
    /// The payer's identifier in the API's form.
    package let id: String
    package let merchantIndex: Int

    package init(id: String, merchantIndex: Int) {
        self.id = id
        self.merchantIndex = merchantIndex
    }
}
