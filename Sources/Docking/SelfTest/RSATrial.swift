import OpenSSL

/// Tries whether a signature of V2 is right, and if not, what it is.
struct RSATrial: Sendable {
    let parameters: [ReceivedParameter]
    let texts: [MistakenText]
    let key: PublicKey

    /// A public key as shops have it: PEM, or the base 64 alone; nil: neither, or none of RSA.
    static func key(_ text: String) -> PublicKey? {
        let pem = Array(text.replacing("\r\n", with: "\n").utf8)
        let line = String(text.filter { !$0.isWhitespace })
        let key = (try? PublicKey(pem: pem)) ?? Base64.decode(line).flatMap { try? PublicKey(der: $0) }
        return key?.kind == .rsa ? key : nil
    }

    func verdict(_ signature: [UInt8]) -> SelfTest.Verdict {
        let whole = String(decoding: signature, as: UTF8.self)
        let mended = whole.replacing(" ", with: "+")
        guard let bytes = Base64.decode(mended) else { return .wrong }
        if isTaken(signature) { return key.verifies(bytes, texts[0].bytes) ? .right : .rightHere }
        let lost = mended == whole ? [] : [SigningMistake.plusLost]
        guard let text = texts.first(where: { key.verifies(bytes, $0.bytes) }) else { return .wrong }
        let mistakes = text.mistakes + lost
        return mistakes.isEmpty ? .twoReadings : .mistaken(mistakes)
    }

    /// Whether the gateway's own doors would take it.
    private func isTaken(_ signature: [UInt8]) -> Bool {
        guard let read = ReceivedParameter.read(parameters, signedBy: signature) else { return false }
        do throws(EpayRefusal) {
            try EpaySignature.verify(read, key: key)
            return true
        } catch {
            return false
        }
    }
}
