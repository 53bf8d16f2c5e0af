import Foundation
import OpenSSL

/// An order, as the shop keeps it.
struct ShopOrder: Codable, Sendable, Equatable {
    /// Nobody guesses it, so whoever knows it is the buyer.
    let number: String
    let goods: ShopGoods
    /// What the goods were called when they were ordered.
    let name: String
    let fen: Int64
    let madeAt: Date
    /// When the form for the cashier was first handed out.
    var sentAt: Date?
    /// When the buyer came back with the gateway's signed word.
    var returnedAt: Date?
    /// The first notify, as it came, and how many there were.
    var noticedAt: Date?
    var notice: [String: String]?
    var notices = 0
    /// The gateway's number of the payment; nil: not paid.
    var tradeNo: String?
    var deliveredAt: Date?
    /// What was bought: a code to redeem.
    var cardCode: String?
    var refundedAt: Date?
    /// The gateway's last answer to a question of the shop's server.
    var answer: String?
    var answeredAt: Date?

    /// A new order with a number of its own.
    init(_ goods: ShopGoods, name: String) {
        number = Hex.encode(SecureRandom.bytes(12))
        self.goods = goods
        self.name = name
        fen = goods.fen
        madeAt = .now
    }

    var isPaid: Bool { tradeNo != nil }
    var isRefunded: Bool { refundedAt != nil }

    /// Delivers for a payment; false: that has been done.
    mutating func deliver(tradeNo number: String) -> Bool {
        guard !isPaid else { return false }
        tradeNo = number
        deliveredAt = .now
        let digits = Hex.encode(SecureRandom.bytes(8)).uppercased()
        cardCode = stride(from: 0, to: 16, by: 4).map { String(digits.dropFirst($0).prefix(4)) }.joined(separator: "-")
        return true
    }
}
