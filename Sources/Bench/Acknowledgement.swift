/// A charge that its client was told of.
package struct Acknowledgement: Sendable, Equatable {
    package let order: String
    /// The payment, in the API's form.
    package let payment: String
    /// How often the request was repeated before.
    package let repetitions: Int
}
