import OpenSSL

/// Tries whether a signature of V1 is right, and if not, what it is.
struct MD5Trial: Sendable {
    let parameters: [ReceivedParameter]
    let texts: [MistakenText]
    let key: [UInt8]

    func verdict(_ signature: [UInt8]) -> SelfTest.Verdict {
        if isTaken(signature) { return isOurs(signature) ? .right : .rightHere }
        let lower = Self.lowercase(signature)
        var best: [SigningMistake]?
        for text in texts {
            for mistake in [nil] + SigningMistake.ofKey.map(Optional.some) {
                let hex = Array(Hex.encode(Digest.md5(signed(text.bytes, mistake))).utf8)
                guard lower == hex else { continue }
                let mistakes =
                    text.mistakes + [mistake].compactMap { $0 } + (signature == hex ? [] : [SigningMistake.upperCase])
                if mistakes.count < best?.count ?? .max { best = mistakes }
            }
        }
        guard let best else { return .wrong }
        return best.isEmpty ? .twoReadings : .mistaken(best)
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

    /// Whether it covers what everybody signs.
    private func isOurs(_ signature: [UInt8]) -> Bool {
        signature == Array(Hex.encode(Digest.md5(signed(texts[0].bytes, nil))).utf8)
    }

    private func signed(_ text: [UInt8], _ mistake: SigningMistake?) -> [UInt8] {
        switch mistake {
        case .ampersandKey: text + Array("&key=".utf8) + key
        case .keyMissing: text
        case .keyFirst: key + text
        default: text + key
        }
    }

    private static func lowercase(_ text: [UInt8]) -> [UInt8] {
        text.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    }
}
