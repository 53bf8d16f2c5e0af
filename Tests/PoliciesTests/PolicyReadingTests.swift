import JSON
import Policies
import Testing
import Values

@Suite("A policy as a document")
struct PolicyReadingTests {
    private func policy(_ text: String) throws -> Policy { try Policy(json: try JSONReader.parse(Array(text.utf8))) }

    private func faults(_ text: String) throws -> [String] {
        do {
            _ = try policy(text)
            return []
        } catch let refusal as PolicyRefusal {
            return refusal.faults.map(\.path)
        }
    }

    @Test("Nothing said is what merchants have who never set one")
    func empty() throws { #expect(try policy("{}") == .builtIn) }

    @Test("What is written is read again as it was, byte for byte")
    func whole() throws {
        let text = """
            {"time_zone":"Europe/Berlin","mode":"batch","scenarios":{"travel":"preauth","own":"realtime"},
            "rules":[{"name":"b","mode":"batch"},{"name":"a","priority":7,"enforce":true,"mode":"preauth",
            "scenarios":["x","y"],"currency":"EUR","amount_from":1,"amount_to":9,"weekdays":["sun","mon"],
            "from":"08:30","until":"24:00","first_day":"2026-11-11","last_day":"2026-11-12",
            "hold":{"seconds":60,"capture_by":"auto"}}],
            "hold":{"seconds":90,"capture_by":"payer","over_capture_basis_points":1500},
            "batch":{"weekdays":["sat"],"from":"01:00","until":"02:00","every_minutes":15,"cut_off_seconds":30,
            "reserve":true,"exposure":500,"tries":9},
            "fees":{"basis_points":60,"fixed":10,"minimum":1,"maximum":99,"bearer":"merchant","refund_fee":true},
            "caps":{"payment":7000},"fail_posture":{"realtime_up_to":5},
            "on_pressure":{"action":"queue","threshold_percent":80}}
            """
        let first = try policy(text)
        #expect(first.rules.map(\.name) == ["a", "b"])
        #expect(first.rules[0].firstDay == 20_768 && first.rules[0].times.from == 30_600)
        let again = try Policy(json: try JSONReader.parse(first.json))
        #expect(again == first && again.json == first.json)
    }

    @Test(
        "All that is wrong is told, with its place",
        arguments: [
            ("[]", [""]), (#"{"mode":"hybrid"}"#, ["mode"]), (#"{"colour":1}"#, ["colour"]),
            (#"{"time_zone":"CST"}"#, ["time_zone"]), (#"{"time_zone":"Mars/Base"}"#, ["time_zone"]),
            (#"{"scenarios":{"a":"later"}}"#, ["scenarios.a"]), (#"{"scenarios":{"":"batch"}}"#, ["scenarios."]),
            (#"{"rules":[{"name":"a"},{"mode":"batch"}]}"#, ["rules[0].mode", "rules[1].name"]),
            (#"{"rules":[{"name":"a","mode":"batch"},{"name":"a","mode":"batch"}]}"#, ["rules"]),
            (#"{"rules":[{"name":"a","mode":"batch","amount_from":2,"amount_to":1}]}"#, ["rules[0].amount_to"]),
            (#"{"rules":[{"name":"a","mode":"batch","from":"10:00","until":"09:00"}]}"#, ["rules[0].until"]),
            (#"{"rules":[{"name":"a","mode":"batch","from":"9:00"}]}"#, ["rules[0].from"]),
            (#"{"rules":[{"name":"a","mode":"batch","first_day":"2026-02-30"}]}"#, ["rules[0].first_day"]),
            (#"{"rules":[{"name":"a","mode":"batch","hold":{}}]}"#, ["rules[0].hold"]),
            (#"{"rules":[{"name":"a","mode":"batch","weekdays":[]}]}"#, ["rules[0].weekdays"]),
            (#"{"hold":{"seconds":0},"batch":{"tries":0}}"#, ["hold.seconds", "batch.tries"]),
            (#"{"batch":{"every_minutes":7}}"#, ["batch.every_minutes"]),
            (#"{"batch":{"every_minutes":90}}"#, ["batch.every_minutes"]),
            (#"{"fees":{"basis_points":10001,"bearer":"payer"}}"#, ["fees.basis_points", "fees.bearer"]),
            (#"{"fees":{"minimum":5,"maximum":4}}"#, ["fees.maximum"]), (#"{"caps":{"payment":-1}}"#, ["caps.payment"]),
            (#"{"on_pressure":{"action":"panic"}}"#, ["on_pressure.action"]),
        ])
    func wrong(text: String, paths: [String]) throws { #expect(try faults(text) == paths) }

    @Test("What is said about a policy is no part of it")
    func document() throws {
        let text = #"{"version":3,"effective_from":"2026-11-11T00:00:00+08:00","mode":"batch"}"#
        let document = try PolicyDocument(json: try JSONReader.parse(Array(text.utf8)))
        #expect(document.replacing == 3 && document.policy.mode == .batch && !document.namesFees)
        #expect(document.effectiveFrom?.rfc3339 == "2026-11-10T16:00:00.000000Z")
        #expect(throws: PolicyRefusal.self) {
            try PolicyDocument(json: .object([JSONMember(key: "version", value: .null)]))
        }
    }
}
