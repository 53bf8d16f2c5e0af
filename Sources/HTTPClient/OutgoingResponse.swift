/// The answer to a request of ours, of a bounded size. Redirections are answers like others.
package struct OutgoingResponse: Sendable {
    package let status: Int
    /// In their order; names in lower case, values without the white space around them.
    package let headers: [(name: String, value: String)]
    package let body: [UInt8]

    /// The value of the first header of this name, in lower case.
    package subscript(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
