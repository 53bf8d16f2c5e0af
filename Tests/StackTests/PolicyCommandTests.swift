import DevStack
import JSON
import Testing

/// `kadock policy`, as an operator meets it.
@Suite("The operator's policies", .serialized)
struct PolicyCommandTests {
    private let room: OperatorRoom
    private let merchant: String

    init() throws {
        room = try OperatorRoom.shared.get()
        let made = try room.kadock("merchant", "create", "A shop", "--keys", room.directory.path, "--json")
        merchant = try #require(made["id"], "\(made.complaint)")
    }

    private func set(_ document: String) throws -> OperatorRoom.Ended {
        try room.kadock("policy", "set", merchant, "--by", "li", "--json", input: document)
    }

    @Test("What show prints can be edited and set again; history says who set what")
    func sets() throws {
        #expect(try room.kadock("policy", "show", merchant, "--json").json?["version"] == .integer(0))
        let first = try set(#"{"version":0,"mode":"batch","fees":{"basis_points":60}}"#)
        #expect(first.status == 0 && first.json?["version"] == .integer(1), "\(first.complaint)")
        let shown = try room.kadock("policy", "show", merchant)
        #expect(shown.json == first.json && shown.output.contains("\n  \"mode\": \"batch\",\n"))
        #expect(try set(shown.output).json?["version"] == .integer(2))
        let late = try set(shown.output)
        #expect(late.status == 1 && late.complaint == "kadock: the latest version is 2\n")
        #expect(try set(#"{"mode":"realtime"}"#).json?["fees"]?["basis_points"] == .integer(60))
        guard case .array(let versions)? = try room.kadock("policy", "history", merchant, "--json").json?["versions"]
        else {
            Issue.record("no versions")
            return
        }
        #expect(versions.map { $0["version"] } == [.integer(1), .integer(2), .integer(3)])
        #expect(versions.allSatisfy { $0["set_by"] == .string("li") })
    }

    @Test("What is wrong is said, and nothing is set")
    func refuses() throws {
        let wrong = try set(#"{"mode":"often","rules":[{"name":"a"}]}"#)
        #expect(wrong.status == 1)
        #expect(wrong.complaint.contains("  mode must be realtime, batch or preauth\n"))
        #expect(wrong.complaint.contains("  rules[0].mode missing\n"))
        #expect(try set("{").complaint.contains("no JSON"))
        #expect(try room.kadock("policy", "set", merchant, "--file", "/nowhere", "--by", "li").status == 1)
        #expect(try room.kadock("policy", "set", merchant).status == 64)
        #expect(try room.kadock("policy", "show", merchant, "--json").json?["version"] == .integer(0))
    }

    @Test("Explain says which rule decides, and why the others do not")
    func explains() throws {
        _ = try set(
            """
            {"rules":[{"name":"large","priority":9,"enforce":true,"mode":"preauth","amount_from":500000,
            "hold":{"seconds":259200}},{"name":"shops","mode":"batch","scenarios":["retail"]}]}
            """)
        let told = try room.kadock(
            "policy", "explain", merchant, "--amount", "600000", "--scenario", "retail", "--mode", "realtime", "--json")
        #expect(told.json?["mode"] == .string("preauth") && told.json?["chosen_by"] == .string("rule"))
        #expect(told.json?["rule"] == .string("large") && told.json?["hold_seconds"] == .integer(259_200))
        let words = try room.kadock("policy", "explain", merchant, "--amount", "100", "--scenario", "retail").output
        #expect(words.contains("version 1: batch, by rule shops\n"))
        #expect(words.contains("rule large (priority 9, enforced): does not fit, by amount_from\n"))
        #expect(words.contains("rule shops (priority 0): decides\n"))
        #expect(try room.kadock("policy", "explain", merchant).status == 64)
        #expect(try room.kadock("policy", "explain", merchant, "--payment", "nothing").status == 1)
    }
}
