import Bench
import DevStack
import Foundation
import Synchronization
import Threading

/// Shops that charge one order after another while something is done to the stack, and afterwards ask for every
/// order again.
final class ShopCrowd: Sendable {
    struct Report {
        /// Bodies of the 201s by order.
        var answers: [String: [UInt8]] = [:]
        /// Other answers on the way there.
        var refusals: [String] = []
        /// Connections that ended before the answer.
        var cutOffs = 0
        /// What must not be.
        var complaints: [String] = []
    }

    private let report = Guarded(Report())
    private let isStopping = Atomic(false)
    private let threads = Guarded<[JoinableThread]>([])

    /// Starts charging, a thread for each shop.
    init(_ stack: DevStack, shops: Int = 8) throws {
        let run = UUID().uuidString.prefix(8).replacing("S", with: "T")
        let all = try (0..<shops).map { number in try Guarded(Shop(stack, payer: number)) }
        threads.withLock { threads in
            threads = all.enumerated().map { number, shop in
                JoinableThread(name: "shop \(number)") { [self] in
                    shop.withLock { work($0, orders: "\(run)S\(number)N") }
                }
            }
        }
    }

    var charges: Int { report.withLock { $0.answers.count } }

    /// Waits until so many more charges are through: what is done to the stack is done under load.
    func awaitCharges(_ count: Int) -> Bool {
        let wanted = charges + count
        let deadline = Deadline.milliseconds(60_000)
        while charges < wanted, !deadline.isPast { Thread.sleep(forTimeInterval: 0.005) }
        return charges >= wanted
    }

    /// Ends the load and asks again for every order.
    func finish(_ stack: DevStack) throws -> Report {
        isStopping.store(true, ordering: .relaxed)
        for thread in threads.withLock({ $0 }) { thread.join() }
        var result = report.withLock { $0 }
        // An order names its shop, and with it the payer: the body has to be the same.
        let shops = try (0..<8).map { try Shop(stack, payer: $0) }
        for (order, body) in result.answers {
            let number = order.firstIndex(of: "S").flatMap {
                Int(order[order.index(after: $0)...].prefix { $0 != "N" })
            }
            let again = try shops[(number ?? 0) % shops.count].insist(order)
            if again.body != body || !again.isReplay { result.complaints.append("\(order): another answer") }
        }
        return result
    }

    private func work(_ shop: Shop, orders: String) {
        var number = 0
        while !isStopping.load(ordering: .relaxed) {
            number += 1
            let order = "\(orders)\(number)"
            do throws(ShopFailure) {
                let answer = try shop.insist(order) { answer in
                    report.withLock { report in
                        if let answer {
                            report.refusals.append("\(answer.status) \(String(decoding: answer.body, as: UTF8.self))")
                        } else {
                            report.cutOffs += 1
                        }
                    }
                }
                report.withLock { $0.answers[order] = answer.body }
            } catch {
                report.withLock { $0.complaints.append(error.reason) }
                return
            }
        }
    }
}
