import Bench
import DeliveryReceiver
import Deductions
import DevStack
import Foundation
import Ledger
import MariaDB
import Merchants
import OpenSSL
import Policies
import Threading
import Values

@testable import DemoShop

/// Where shops of the epay protocol are tried: a whole stack, merchants of its own, a payer at the cashier, and a web
/// server that is told.
final class EpayRoom: Sendable {
    static let shared = Result { try EpayRoom() }

    let stack: DevStack
    let receiver: DeliveryReceiver
    private let count = Guarded(0)
    /// Of all shops here: drawing keys takes long, and most of them meet nobody else.
    private let secrets: MerchantSecrets

    private init() throws {
        stack = try TestStack.shared.get().stack
        receiver = try DeliveryReceiver()
        secrets = try MerchantSecrets.draw()
    }

    /// A number that nobody else gets.
    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }

    /// A new merchant with nothing but its keys, and what was agreed with it. `secrets`: keys that nobody else has.
    func shop(
        _ settings: MerchantSettings = MerchantSettings(), policy: Policy? = nil, secrets: MerchantSecrets? = nil
    ) throws -> EpayPeer {
        let session = try Session(stack.database.address(.owner))
        defer { session.close() }
        let now = WallClock.now()
        let secrets = secrets ?? self.secrets
        let id = Identifier(0x2000_0000_0000_0000 + Int64(next()) << 22)
        let merchant = try MerchantEnrolment.run(
            id, name: "Epay shop", secrets: secrets, settings: settings, by: "test",
            KeyVault(SealingFolder(stack.directory.secretsFolder)), at: now, session)
        if let policy {
            try session.transaction { () throws(DatabaseFailure) in
                let version = PolicyVersion(number: 1, effectiveFrom: Timestamp(microseconds: 0), policy: policy)
                try PolicyStore.insert(version, of: id, by: "test", key: nil, at: now, session)
            }
        }
        return try EpayPeer(stack, pid: merchant.pid, md5Key: secrets.md5Key, rsa: secrets.rsa)
    }

    /// The address of the receiver under a name of its own.
    func notifyURL() -> String { receiver.url("/n\(next())") }

    /// Has a person pay at the cashier; returns where their browser is sent then, if anywhere.
    @discardableResult
    func pay(_ payURL: String) throws -> String? {
        var payer = try EpayPayer(stack)
        return try payer.pay(payURL)
    }

    /// What the receiver was told at an address, once it has been told.
    func notices(_ url: String, count: Int = 1) throws -> [DeliveryReceiver.Arrival] {
        let path = String(url.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" })
        let deadline = Deadline.milliseconds(30_000)
        while !deadline.isPast {
            let arrivals = try receiver.arrivals(path)
            if arrivals.count >= count { return arrivals }
            Thread.sleep(forTimeInterval: 0.05)
        }
        return try receiver.arrivals(path)
    }

    /// What the invariants of the books have to say.
    func brokenInvariants() throws -> [String] { try Audit.violations(at: stack.database.address(.owner)) }
}
