import DevStack
import JSON
import MariaDB
import Testing
import Values

/// `kadock webhooks`, as an operator or a script meets it.
@Suite("The operator's look at webhooks")
struct WebhooksCommandTests {
    private let room: OperatorRoom

    init() throws { room = try OperatorRoom.shared.get() }

    @Test("A dead letter is listed, shown, and sent again")
    func deadLetter() throws {
        let event = Identifier(0x1000_0000_0000_0777)
        let session = try Session(room.server.address())
        defer { session.close() }
        _ = try session.execute(
            """
            INSERT INTO delivery (event_id, payment_id, version, merchant_id, state, due_at, attempts, last_status)
            VALUES (\(event.number), 5, 2, 7, 'dead', 1, 16, 500)
            """)
        let listed = try room.kadock("webhooks", "list", "--json")
        guard case .array(let deliveries)? = listed.json?["deliveries"] else {
            Issue.record("\(listed.complaint)")
            return
        }
        #expect(deliveries.contains { $0["event"] == .string(event.text) && $0["attempts"] == .integer(16) })
        #expect(try room.kadock("webhooks", "list").output.contains(event.text))
        #expect(try !room.kadock("webhooks", "list", "--state", "waiting").output.contains(event.text))
        #expect(try room.kadock("webhooks", "list", "--state", "lost").status == 64)
        let shown = try room.kadock("webhooks", "show", event.text, "--json")
        #expect(shown["state"] == "dead" && shown.json?["last_status"] == .integer(500))
        #expect(shown.json?["due_at"] == .null)
        #expect(try room.kadock("webhooks", "show", event.text).output.contains("dead"))
        let replayed = try room.kadock("webhooks", "replay", event.text, "--json")
        #expect(replayed["state"] == "waiting" && replayed.json?["attempts"] == .integer(0))
        // It waits already.
        #expect(try room.kadock("webhooks", "replay", event.text).status == 1)
        #expect(try room.kadock("webhooks", "show", Identifier(5).text).status == 1)
        #expect(try room.kadock("webhooks", "show", "nonsense").status == 1)
    }
}
