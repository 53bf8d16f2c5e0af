import Deductions
import DevStack
import Ledger
import MariaDB
import Settlement
import Testing
import Threading
import Values

/// `kadock audit`: what is broken behind the engine's back is found, named with its figures, and frozen alone.
@Suite("The books are checked", .serialized)
struct AuditTests {
    private let stage: AuditRoom
    private var room: SettleRoom { stage.room }

    init() throws { stage = try AuditRoom() }

    private var wallet: AccountKey { AccountKey(stage.payer, .wallet, .cny) }
    private var pending: AccountKey { AccountKey(room.merchant, .pending, .cny) }

    /// A way to break the books, and what is found then.
    struct Damage: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let figure: BookFigure
        let difference: Int64
        /// nil: nobody's account.
        let kind: AccountKind?
        let isOfPayment: Bool
        let sql: @Sendable (AuditRoom) -> SQL

        init(
            _ name: String, _ figure: BookFigure, _ difference: Int64, _ kind: AccountKind?, isOfPayment: Bool = false,
            _ sql: @escaping @Sendable (AuditRoom) -> SQL
        ) {
            testDescription = name
            self.figure = figure
            self.difference = difference
            self.kind = kind
            self.isOfPayment = isOfPayment
            self.sql = sql
        }
    }

    static let damages: [Damage] = [
        Damage("a balance", .balance, 7, .wallet) {
            "UPDATE wallet SET balance = balance + 7 WHERE payer_id = \($0.payer.number)"
        },
        Damage("what is held", .held, 7, .wallet) {
            "UPDATE wallet SET held = held + 7 WHERE payer_id = \($0.payer.number)"
        },
        Damage("a hold", .held, 3, .wallet) {
            "UPDATE hold SET captured = captured + 3 WHERE payment_id = \($0.held.terms.id.number)"
        },
        Damage("what is queued", .queued, 7, .wallet) {
            "UPDATE wallet SET queued = queued + 7 WHERE payer_id = \($0.payer.number)"
        },
        Damage("a merchant's pending", .balance, 7, .pending) {
            "UPDATE merchant_account SET balance = balance + 7 WHERE merchant_id = \($0.room.merchant.number)"
        },
        Damage("what a payment captured", .captured, -1, .wallet, isOfPayment: true) {
            "UPDATE payment SET captured = captured - 1 WHERE id = \($0.paid.terms.id.number)"
        },
        Damage("what a payment refunded", .refunded, 1, .wallet, isOfPayment: true) {
            "UPDATE payment SET refunded = refunded + 1 WHERE id = \($0.paid.terms.id.number)"
        },
        Damage("what a refund brought", .refunded, -1, .wallet, isOfPayment: true) {
            "UPDATE refund SET amount = amount + 1 WHERE payment_id = \($0.paid.terms.id.number)"
        },
        Damage("a payment's fee", .fee, 1, .wallet, isOfPayment: true) {
            "UPDATE payment SET fee = fee + 1 WHERE id = \($0.posted.terms.id.number)"
        },
        Damage("a lost event", .version, 1, .wallet, isOfPayment: true) {
            "DELETE FROM event WHERE payment_id = \($0.paid.terms.id.number) AND version = 1"
        },
        Damage("a place in the queue", .queue, 0, .wallet, isOfPayment: true) {
            "UPDATE queue_item SET state = 'cancelled' WHERE payer_id = \($0.payer.number) AND state = 'waiting'"
        },
        Damage("the lanes' shares", .share, 5, .world) { _ in
            "UPDATE lane_balance SET balance = balance + 5 WHERE kind = 10 ORDER BY lane_id LIMIT 1"
        },
    ]

    @Test("Books that nobody has touched are whole", arguments: [false, true])
    func whole(_ json: Bool) throws {
        let ended = json ? try room.kadock("audit", "balances", "--json") : try room.kadock("audit", "balances")
        #expect(ended.status == 0, "\(ended.output)\(ended.complaint)")
        let check = try stage.check()
        #expect(check.isWhole && check.violated == [])
        let counted = try room.query(
            """
            SELECT (SELECT COUNT(*) FROM wallet), (SELECT COUNT(*) FROM payment) + (SELECT COUNT(*) FROM event),
            (SELECT COUNT(*) FROM refund), (SELECT COUNT(*) FROM topup), 1,
            (SELECT COUNT(*) FROM entry), (SELECT COUNT(*) FROM merchant_account) + 1
            """)
        let row = try #require(counted.first)
        for (index, table) in AuditStage.allCases.enumerated() {
            #expect(check.rows[table] == Int(row.int64(index)), "\(table)")
        }
    }

    @Test("What is broken is found and named; its account is frozen if there is one, and no other", arguments: damages)
    func damaged(_ damage: Damage) throws {
        try room.execute(damage.sql(stage))
        let check = try stage.check()
        let hit = check.broken.first { $0.finding.figure == damage.figure }?.finding
        let finding = try #require(hit, "\(check.broken)")
        #expect(finding.found - finding.expected == damage.difference)
        #expect(finding.account?.kind == damage.kind && (finding.object != nil) == damage.isOfPayment)
        #expect(try stage.freezes() == [] && stage.pays(stage.payer))
        #expect(try !stage.check(freezes: true).isWhole)
        let isFrozen = damage.kind?.isSystem == false
        #expect(try Set(stage.freezes().compactMap(\.account)) == (isFrozen ? [finding.account ?? wallet] : []))
        #expect(try stage.pays(stage.payer) == (damage.kind != .wallet))
        #expect(try stage.pays(stage.other))
        #expect((stage.refund(1, no: "r2").isRefused) == isFrozen)
    }

    @Test("A lost entry breaks its wallet, its posting and its payment; an entry of nobody's is told")
    func entries() throws {
        try room.execute(
            "DELETE FROM entry WHERE posting_id = \(stage.paid.terms.id.number) AND kind = 1")
        let check = try stage.check()
        let found = check.broken.map(\.finding)
        #expect(found.contains { $0.account == wallet && $0.figure == .balance && $0.expected - $0.found == 300 })
        #expect(found.contains { $0.figure == .posting && $0.object == stage.paid.terms.id && $0.found == 300 })
        #expect(check.violated.contains { $0.hasPrefix("I6b") })
        try room.execute(
            """
            INSERT INTO entry (posting_id, leg, object_id, owner_id, kind, currency, amount, posted_at)
            VALUES (77, 0, 77, 78, 1, 156, 5, 1), (77, 1, 77, 79, 2, 156, -5, 1)
            """)
        let more = try stage.check(freezes: true).broken.map(\.finding)
        #expect(more.contains { $0.figure == .account && $0.account?.owner == Identifier(78) && $0.expected == 5 })
        #expect(more.contains { $0.figure == .balance && $0.account?.owner == Identifier(79) && $0.expected == -5 })
        #expect(try stage.freezes().map(\.account) == [wallet])
    }

    @Test("A top-up and a window's posting are held against what was posted for them")
    func postings() throws {
        try room.execute("UPDATE topup SET amount = amount + 1 WHERE owner_id = \(stage.other.number)")
        try room.execute("UPDATE queue_item SET amount = amount + 2 WHERE payment_id = \(stage.posted.terms.id.number)")
        let found = try stage.check().broken.map(\.finding)
        #expect(found.contains { $0.figure == .topup && $0.account?.owner == stage.other && $0.found == 1_001 })
        #expect(found.contains { $0.figure == .queue && $0.account == wallet && $0.expected == 22 && $0.found == 20 })
    }

    @Test("A frozen account is released when it is whole; broken, by force only, and not frozen for the same again")
    func release() throws {
        let arguments = ["audit", "release", stage.payer.text, "wallet", "CNY", "--by", "operator-1"]
        #expect(try operate(arguments).complaint.contains("not frozen"))
        try room.execute("UPDATE wallet SET balance = balance + 7 WHERE payer_id = \(stage.payer.number)")
        let found = try operate(["audit", "balances"])
        #expect(found.status == 1 && found.output.contains("should be 780, is 787"), "\(found.output)")
        #expect(try stage.freezes() == [])
        #expect(try operate(["audit", "balances", "--freeze", "--json"]).output.contains("\"frozen\":true"))
        let refused = try operate(arguments)
        #expect(refused.status == 1 && refused.complaint.contains("should be 780, is 787"), "\(refused.complaint)")
        #expect(try operate(["audit", "list"]).output.contains("should be 780, is 787  frozen"))
        try room.execute("UPDATE wallet SET balance = balance - 7 WHERE payer_id = \(stage.payer.number)")
        #expect(try operate(arguments).status == 0)
        #expect(try stage.pays(stage.payer))

        try room.execute("UPDATE wallet SET balance = balance + 8 WHERE payer_id = \(stage.payer.number)")
        #expect(try stage.check(freezes: true).broken.map(\.isFrozen) == [true])
        #expect(try operate(arguments + ["--force"]).status == 64)
        #expect(try operate(arguments + ["--force", "--note", "a gift"]).status == 0)
        // Known, and so not frozen again while it is off by as much; by more it is.
        #expect(try stage.pays(stage.payer))
        #expect(try stage.check(freezes: true).broken.map(\.isFrozen) == [false])
        try room.execute("UPDATE wallet SET balance = balance + 1 WHERE payer_id = \(stage.payer.number)")
        #expect(try stage.check(freezes: true).broken.map(\.isFrozen) == [true])
        let list = try operate(["audit", "list", "--json"]).output
        #expect(list.contains("\"note\":\"a gift\"") && list.contains("\"released_by\":\"operator-1\""), "\(list)")
    }

    @Test("A broken payment is looked at again before its payer's wallet is released")
    func releaseOfPayment() throws {
        let arguments = ["audit", "release", stage.payer.text, "wallet", "CNY", "--by", "operator-1"]
        let id = stage.paid.terms.id.number
        try room.execute("UPDATE payment SET captured = captured - 1 WHERE id = \(id)")
        _ = try stage.check(freezes: true)
        #expect(try operate(arguments).complaint.contains("captured of \(stage.paid.terms.id.text)"))
        try room.execute("UPDATE payment SET captured = captured + 1 WHERE id = \(id)")
        #expect(try operate(arguments).status == 0)
        #expect(try room.brokenInvariants() == [])
    }

    @Test("Holds in a frozen wallet outlive their time, and no sweep takes them for unfinished work")
    func sweep() throws {
        let short = try room.payment(stage.payer, 10, holdSeconds: 1)
        try room.execute("UPDATE wallet SET balance = balance + 7 WHERE payer_id = \(stage.payer.number)")
        _ = try stage.check(freezes: true)
        let isOver = try AuditRoom.wait {
            try room.query(
                """
                SELECT expires_at <= CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED) FROM hold
                WHERE id = \(short.terms.id.number)
                """
            ).first?.int64(0) == 1
        }
        #expect(isOver)
        let lanes = try room.query("SELECT COUNT(*) FROM lane").first?.int64(0)
        let ended = try room.expire()
        #expect(ended.status == 0 && ended["frozen"] == 1 && ended["holds"] == 0, "\(ended.output)\(ended.complaint)")
        #expect(try room.query("SELECT COUNT(*) FROM lane").first?.int64(0) == lanes)
        #expect(try room.run("--as-of", "3400-01-01T00:00:00Z")["postponed"] == 1)
        try room.execute("UPDATE wallet SET balance = balance - 7 WHERE payer_id = \(stage.payer.number)")
        #expect(try operate(["audit", "release", stage.payer.text, "wallet", "CNY", "--by", "me"]).status == 0)
        #expect(try room.expire()["holds"] == 1)
        #expect(try room.brokenInvariants() == [])
    }

    @Test("A wallet that does not hold what its payments say stops no worker before anybody has noticed")
    func short() throws {
        try room.execute("UPDATE wallet SET held = 49, queued = 29 WHERE payer_id = \(stage.payer.number)")
        let void = VoidOrder(merchant: room.merchant, payment: stage.held.terms.id, claim: nil, nonce: nil)
        #expect(room.engine.submit(void, .milliseconds(20_000)).isRefused)
        #expect(try room.run("--as-of", "3400-01-01T00:00:00Z")["postponed"] == 1)
        #expect(try stage.pays(stage.other))
    }

    private func operate(_ arguments: [String]) throws -> SettleRoom.Ended { try room.kadock(arguments) }
}

extension Verdict {
    fileprivate var isRefused: Bool {
        if case .answered(.refused, _) = self { true } else { false }
    }
}
