/// A caller's key for changing something of its merchant, and what it stands for.
package struct CallKey: Equatable, Sendable {
    package let key: [UInt8]
    /// SHA-256 of the request's content.
    package let digest: [UInt8]

    package init(key: [UInt8], digest: [UInt8]) {
        self.key = key
        self.digest = digest
    }
}
