import OpenSSL

/// Looks at a request as the gateway would, step by step, and finds out which step its sender does differently.
///
/// It knows no merchant and no order: whatever is pasted here, nobody learns from it what exists.
struct SelfTest: Sendable {
    /// What the signature turned out to be.
    enum Verdict: Sendable, Equatable {
        /// Nothing with a name and a value.
        case nothingSent
        /// More parameters than any shop sends.
        case tooMany
        /// The plain key is among the parameters: no signature is needed, and none was looked at.
        case plainKey
        /// A name came twice with two values.
        case ambiguous
        /// There is no signature.
        case unsigned
        /// `sign_type` is none of this version.
        case foreignType
        /// Without a key nothing can be said.
        case unchecked
        /// The public key cannot be read.
        case unreadableKey
        case right
        /// The gateway takes it, others may not: of empty or blank values another view was taken.
        case rightHere
        /// It fits, and whoever carries it could read another amount or another order number in it.
        case twoReadings
        /// It is what comes of these mistakes.
        case mistaken([SigningMistake])
        /// It is none that we know: most likely made with another key.
        case wrong
    }

    /// How `timestamp` of V2 stands.
    enum Age: Sendable, Equatable {
        case missing, malformed
        /// Seconds behind us; negative: ahead.
        case seconds(Int64)

        static let allowedSeconds: Int64 = 300
    }

    let parameters: [ReceivedParameter]
    /// What has to be signed, without the key.
    let text: [UInt8]
    /// Where the text that was said to be signed is another; nil: nowhere, or none was said.
    private(set) var difference: TextDifference?
    /// The mistakes by which that text comes about; nil: it is the right one, was not given, or nobody knows.
    private(set) var textMistakes: [SigningMistake]?
    let verdict: Verdict
    /// nil for V1.
    let age: Age?

    static let maximumParameters = 100

    /// `now`: seconds since 1970.
    init(_ request: SelfTestRequest, now: Int64) {
        let pairs = Query(form: Self.query(request.sent)).pairs
        parameters = ReceivedParameter.all(in: Array(pairs.prefix(Self.maximumParameters)))
        age = request.version == .v2 ? Self.age(parameters, now) : nil
        if let objection = Self.objection(parameters, count: pairs.count) {
            (text, verdict) = ([], objection)
            return
        }
        let texts = MistakenText.all(parameters)
        text = texts[0].bytes
        verdict = Self.verdict(request, parameters, texts)
        compare(request, texts)
    }

    /// What follows the question mark of an address, or the form itself, without the white space of pasting.
    private static func query(_ sent: [UInt8]) -> [UInt8] {
        let isBlank = { (byte: UInt8) in byte <= 0x20 }
        let bare = Array(Array(sent.drop(while: isBlank)).reversed().drop(while: isBlank).reversed())
        let head = bare.prefix { $0 != UInt8(ascii: "=") }
        guard let mark = head.firstIndex(of: UInt8(ascii: "?")) else { return bare }
        return Array(bare[(mark + 1)...].prefix { $0 != UInt8(ascii: "#") })
    }

    /// Why there is no text to sign; nil: there is one.
    private static func objection(_ parameters: [ReceivedParameter], count: Int) -> Verdict? {
        if count > maximumParameters { return .tooMany }
        if parameters.contains(where: { $0.fate == .contradicting }) { return .ambiguous }
        let signed = parameters.filter { $0.fate == .signed }
        if signed.contains(where: { $0.name.elementsEqual("key".utf8) }) { return .plainKey }
        return signed.isEmpty ? .nothingSent : nil
    }

    private static func verdict(
        _ request: SelfTestRequest, _ parameters: [ReceivedParameter], _ texts: [MistakenText]
    ) -> Verdict {
        let sent = value("sign", parameters)
        let signature = request.signature.isEmpty ? sent : Array(request.signature.utf8)
        guard !signature.isEmpty else { return .unsigned }
        let type = value("sign_type", parameters)
        // The doors of V2 take a signature of V1 as well, from those who still have a key.
        guard request.version == .v1 || !type.elementsEqual("RSA".utf8) && !request.key.isEmpty else {
            guard type.elementsEqual("RSA".utf8) else { return .foreignType }
            guard !request.publicKey.isEmpty else { return .unchecked }
            guard let key = RSATrial.key(request.publicKey) else { return .unreadableKey }
            return RSATrial(parameters: parameters, texts: texts, key: key).verdict(signature)
        }
        guard type.isEmpty || type.elementsEqual("MD5".utf8) else { return .foreignType }
        guard !request.key.isEmpty else { return .unchecked }
        return MD5Trial(parameters: parameters, texts: texts, key: request.key).verdict(signature)
    }

    /// Holds what was said to be signed against what had to be.
    private mutating func compare(_ request: SelfTestRequest, _ texts: [MistakenText]) {
        guard !request.text.isEmpty else { return }
        var theirs = request.text
        for ending in [Array("&key=".utf8) + request.key, request.key]
        where !request.key.isEmpty && theirs.count >= ending.count && theirs.suffix(ending.count).elementsEqual(ending)
        {
            theirs.removeLast(ending.count)
            break
        }
        difference = TextDifference(ours: text, theirs: theirs)
        guard difference != nil else { return }
        textMistakes = texts.first { $0.bytes == theirs }?.mistakes
    }

    private static func age(_ parameters: [ReceivedParameter], _ now: Int64) -> Age {
        let digits = value("timestamp", parameters)
        guard !digits.isEmpty else { return .missing }
        guard digits.count == 10, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let seconds = Int64(String(decoding: digits, as: UTF8.self))
        else { return .malformed }
        return .seconds(now - seconds)
    }

    private static func value(_ name: String, _ parameters: [ReceivedParameter]) -> [UInt8] {
        parameters.first { $0.name.elementsEqual(name.utf8) }?.value ?? []
    }
}
