/// A caller's key for setting a policy, and what it stands for.
package struct PolicyKey: Equatable, Sendable {
    package let key: [UInt8]
    /// SHA-256 of the request's content.
    package let digest: [UInt8]

    package init(key: [UInt8], digest: [UInt8]) {
        self.key = key
        self.digest = digest
    }
}
