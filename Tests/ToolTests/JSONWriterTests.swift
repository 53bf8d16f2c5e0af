import Foundation
import JSON
import Testing

@Suite struct JSONWriterTests {
    @Test("A document with every kind of field")
    func writesFields() {
        var writer = JSONWriter(capacity: 16)
        writer.object { writer in
            writer.field("text", "a\"\\\u{1}\n€")
            writer.field("number", Int64.min)
            writer.field("count", 0)
            writer.field("flag", true)
            writer.field("absent", String?.none)
            writer.field("present", Int64?.some(7))
            writer.null("nothing")
            writer.object("empty") { _ in }
            writer.array("list") { list in
                list.integer(1)
                list.string("x")
                list.object { $0.field("y", false) }
                list.array { _ in }
                list.value(.decimal("1.50"))
                list.raw(Array("[null]".utf8))
            }
            writer.raw("raw", Array("{}".utf8))
            writer.field("value", .array([.null, .bool(true)]))
            writer.field(named: "at run time\"", .object([JSONMember(key: "k", value: .string("v"))]))
        }
        let expected =
            #"{"text":"a\"\\\u0001\n€","number":-9223372036854775808,"count":0,"flag":true,"#
            + #""absent":null,"present":7,"nothing":null,"empty":{},"#
            + #""list":[1,"x",{"y":false},[],1.50,[null]],"raw":{},"value":[null,true],"at run time\"":{"k":"v"}}"#
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
    }

    @Test(
        "Integers are written in full",
        arguments: [
            0, 1, -1, 9, 10, 99, 100, 1_000_000_000_000, Int64.max, Int64.min,
        ])
    func writesIntegers(_ number: Int64) {
        var writer = JSONWriter(capacity: 0)
        writer.integer(number)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == String(number))
    }

    @Test("What is written is read back, and Foundation reads it too")
    func survivesRoundTrips() throws {
        var random = SeededRandom(seed: 11)
        for _ in 0..<2_000 {
            let value = JSONValue.array([arbitrary(&random, depth: 4)])
            var writer = JSONWriter(capacity: 64)
            writer.value(value)
            #expect(try JSONReader.parse(writer.bytes) == value)
            _ = try JSONSerialization.jsonObject(with: Data(writer.bytes))
        }
    }

    private func arbitrary(_ random: inout SeededRandom, depth: Int) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64(truncatingIfNeeded: random.next()) >> Int64.random(in: 0...63, using: &random))
        case 3: return .decimal(["1.5", "-0", "1e7", "-2E-3"][Int.random(in: 0..<4, using: &random)])
        case 4: return .string(arbitraryText(&random))
        case 5:
            return .array(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    arbitrary(&random, depth: depth - 1)
                })
        default:
            return .object(
                (0..<Int.random(in: 0...4, using: &random)).map { position in
                    JSONMember(key: arbitraryText(&random) + "\(position)", value: arbitrary(&random, depth: depth - 1))
                })
        }
    }

    private func arbitraryText(_ random: inout SeededRandom) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            let limit: UInt32 = [0x80, 0x800, 0x11_0000][Int.random(in: 0..<3, using: &random)]
            let code = UInt32.random(in: 0..<limit, using: &random)
            if let scalar = Unicode.Scalar(code) { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}
