/// What a signature base takes its values from: a request or an answer.
protocol SignedMessage {
    /// The value of a component as bytes of the signature base; nil if the message has no such component.
    func value(of component: SignatureComponent) -> [UInt8]?
}

extension SignedMessage {
    /// The bytes that are signed (RFC 9421 §2.5): a line for each component, then the parameters.
    ///
    /// nil if a component is not there, or if its value would break out of its line.
    func signatureBase(_ components: [SignatureComponent], parameters: [UInt8]) -> [UInt8]? {
        var base: [UInt8] = []
        base.reserveCapacity(640)
        for component in components {
            guard let value = value(of: component), !value.contains(0x0A), !value.contains(0x0D) else { return nil }
            component.write(into: &base)
            base.append(contentsOf: ": ".utf8)
            base.append(contentsOf: value)
            base.append(0x0A)
        }
        base.append(contentsOf: "\"@signature-params\": ".utf8)
        base.append(contentsOf: parameters)
        return base
    }
}
