import Foundation
import Threading

/// The orders: a JSON file each, so that a restart keeps them.
final class ShopOrders: Sendable {
    private let folder: String
    /// One change at a time: two notifies of one order find each other's.
    private let turn = Guarded(())

    init(folder: String) throws(ShopFailure) {
        self.folder = folder
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .file(path: folder)
        }
    }

    func add(_ order: ShopOrder) throws(ShopFailure) { try write(order) }

    /// The order with a number; nil: there is none.
    func find(_ number: String) -> ShopOrder? {
        guard let path = path(number), let data = FileManager.default.contents(atPath: path) else { return nil }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try? decoder.decode(ShopOrder.self, from: data)
    }

    /// Changes an order; nil: there is none. What `body` says is passed on once the change is on disk.
    @discardableResult
    func change<Result: Sendable>(
        _ number: String, _ body: (inout ShopOrder) -> Result
    ) throws(ShopFailure) -> Result? {
        try turn.withLock { _ throws(ShopFailure) in
            guard let before = find(number) else { return nil }
            var after = before
            let result = body(&after)
            if after != before { try write(after) }
            return result
        }
    }

    private func write(_ order: ShopOrder) throws(ShopFailure) {
        guard let path = path(order.number) else { throw .file(path: folder) }
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        do {
            try encoder.encode(order).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw .file(path: path)
        }
    }

    /// Numbers come from outside: only those of our own making may be part of a path.
    private func path(_ number: String) -> String? {
        let isHex = number.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        return isHex && number.utf8.count == 24 ? "\(folder)/\(number).json" : nil
    }
}
