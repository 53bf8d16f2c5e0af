import Deductions
import DevStack
import Foundation
import Ledger
import MariaDB
import Settlement
import Testing
import Threading
import Values

/// A room whose books hold something of everything, to be broken behind the engine's back.
struct AuditRoom {
    let room: SettleRoom
    let payer: Identifier
    let other: Identifier
    /// Captured, of 300; 100 of it refunded.
    let paid: Payment
    /// Held, of 50.
    let held: Payment
    /// Charged at a window, of 20.
    let posted: Payment

    init() throws {
        room = try SettleRoom()
        payer = try room.payer(1_000)
        other = try room.payer(1_000)
        paid = try room.payment(payer, 300)
        held = try room.payment(payer, 50, holdSeconds: 10_000)
        posted = try room.queue(payer, 20, window: 0)
        _ = try room.queue(payer, 30, window: 40_000_000_000)
        _ = try room.queue(other, 30, window: 40_000_000_000, reserves: true)
        _ = try room.payment(nil, 70)
        let charged = try room.run()["charged"]
        #expect(charged == 1)
        #expect(refund(100, no: "r1").refund != nil)
    }

    func refund(_ amount: Int64, no: String) -> Verdict {
        room.engine.submit(
            RefundOrder(
                merchant: room.merchant, payment: paid.terms.id, outRefundNo: no, amount: amount, reason: nil,
                claim: Claim(
                    merchant: room.merchant, kind: .refund, key: Array(no.utf8),
                    digest: Array(repeating: 1, count: 32)),
                nonce: nil), .milliseconds(20_000))
    }

    /// Whether a payment of 1 of this payer goes through; false: declined, since its wallet is frozen.
    func pays(_ payer: Identifier) throws -> Bool {
        let payment = try room.payment(payer, 1)
        if payment.standing.state == .declined { #expect(payment.standing.declineCode == .payerBlocked) }
        return payment.standing.state == .captured
    }

    func session() throws -> Session { try Session(room.server.address()) }

    /// One whole look at the books, as an operator takes it.
    func check(freezes: Bool = false) throws -> BookCheck {
        let session = try session()
        defer { session.close() }
        return try BookCheck(freezes: freezes, session)
    }

    func freezes() throws -> [AccountFreeze] {
        let session = try session()
        defer { session.close() }
        return try FreezeStore.open(session)
    }

    /// Runs `body` until it is true, within a test's patience.
    static func wait(_ body: () throws -> Bool) rethrows -> Bool {
        let deadline = Deadline.milliseconds(60_000)
        while !deadline.isPast {
            if try body() { return true }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return false
    }
}

extension Verdict {
    fileprivate var refund: Refund? {
        if case .answered(.refund(let refund), _) = self { refund } else { nil }
    }
}
