import RawStructuredFieldValues
import Testing

@testable import Docking

@Suite("The plain shape of Signature-Input")
struct PlainSignatureInputTests {
    @Test("reads what everybody sends, as the library does")
    func plainShape() throws {
        let text =
            #"sig1=("@method" "@target-uri" "content-digest");created=1618884473;keyid="k-1";nonce="b3k";alg="ed25519""#
        let plain = try #require(PlainSignatureInput(text))
        #expect(plain.label == "sig1")
        #expect(plain.names == ["@method", "@target-uri", "content-digest"])
        #expect(plain.parameters.map(\.key) == ["created", "keyid", "nonce", "alg"])
        #expect(plain.parameters.first?.value == .integer(1_618_884_473))
        let members = try #require(StructuredDictionary.parse(text))
        guard case .innerList(let list)? = members["sig1"] else { throw Unexpected() }
        var serializer = StructuredFieldValueSerializer()
        #expect(try serializer.writeListFieldValue([.innerList(list)]) == plain.canonical)
    }

    private struct Unexpected: Error {}

    @Test(
        "leaves every other shape to the library",
        arguments: [
            "", "sig1", "sig1=", "sig1=(", "sig1=()x", #"sig1=("@method";req)"#, #"sig1=( "@method")"#,
            #"sig1=("@method"  "@path")"#, #"sig1=("@method" );created=1"#, #"sig1=("@method"); created=1"#,
            #"sig1=("@method");created=01"#, #"sig1=("@method");created=-1"#, #"sig1=("@method");created=1.5"#,
            #"sig1=("@method");created=1;created=2"#, #"sig1=("@method");keyid="a\"b""#, #"sig1=("@method");keyid="a"#,
            #"sig1=("@method");tag"#, #"sig1=("@method"), sig2=("@path")"#, #"Sig1=("@method")"#,
            #"1sig=("@method")"#, #"sig1=("@méthod")"#, #"sig1=("@method");created=1234567890123456"#,
            #"sig1=("@method");created=1 "#, #" sig1=("@method")"#,
        ])
    func otherShapes(_ text: String) {
        #expect(PlainSignatureInput(text) == nil)
    }
}
