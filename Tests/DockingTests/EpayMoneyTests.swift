import Testing

@testable import Docking

struct EpayMoneyTests {
    @Test(
        "Yuan are read as fen",
        arguments: [
            ("1", 100), ("1.0", 100), ("1.00", 100), ("10.5", 1050), ("0.1", 10), ("0.01", 1), (".5", 50), ("5.", 500),
            ("007", 700), ("1.500", 150), ("1.0000000000", 100), ("1000000.00", 100_000_000), (".01", 1),
            ("0.29", 29), ("1.15", 115), ("4.35", 435), ("10000000000", 1_000_000_000_000),
            ("9999999999.99", 999_999_999_999), ("000000000000000000000000001", 100),
        ] as [(String, Int64)])
    func reads(text: String, fen: Int64) { #expect(EpayMoney.fen(Array(text.utf8)) == fen) }

    @Test(
        "What is no amount",
        arguments: [
            "", "0", "0.00", ".", "..", "-1", "+1", "1e2", "1E2", "0x10", " 1", "1 ", "1,00", "1,000.00", "1.2.3",
            "1..",
            "1.005", "0.001", "1.001", "0.0000001", "１", "１.00", "١", "1\u{0}", "1\n", "NaN", "INF", "1_000", "1元",
            "10000000000.01", "10000000001", "92233720368547758.08", "18446744073709551617",
            "100000000000000000000000000000000000000", "1&money=2", "1=1",
        ])
    func refuses(text: String) { #expect(EpayMoney.fen(Array(text.utf8)) == nil) }

    @Test(
        "Fen are written with two decimals",
        arguments: [
            (0, "0.00"), (1, "0.01"), (10, "0.10"), (100, "1.00"), (1050, "10.50"), (-5, "-0.05"), (-1234, "-12.34"),
            (1_000_000_000_000, "10000000000.00"), (Int64.min, "-92233720368547758.08"),
        ] as [(Int64, String)])
    func writes(fen: Int64, text: String) { #expect(EpayMoney.text(fen: fen) == text) }

    @Test("Every amount is read as it is written", arguments: [1, 9, 99, 101, 12_345, 999_999_999_999] as [Int64])
    func roundTrip(fen: Int64) { #expect(EpayMoney.fen(Array(EpayMoney.text(fen: fen).utf8)) == fen) }
}
