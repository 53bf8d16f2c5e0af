/// A policy that cannot be taken.
package struct PolicyRefusal: Error, Equatable, Sendable {
    /// All that is wrong, in the order of the document.
    package let faults: [PolicyFault]
}
