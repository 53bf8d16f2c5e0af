/// What the shop sells.
enum ShopGoods: String, Sendable, Codable, CaseIterable {
    case card
    case membership
    case gift

    /// The price in fen.
    var fen: Int64 {
        switch self {
        case .card: 1_00
        case .membership: 19_90
        case .gift: 128_00
        }
    }
}
