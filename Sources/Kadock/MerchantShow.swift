import Values
import ArgumentParser
import DevStack
import JSON
import Ledger
import MariaDB
import Merchants

/// `kadock merchant show`
struct MerchantShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "A merchant, what is agreed with it, what it has with us, and the names of its keys.")

    @Argument(help: "The merchant's id or pid.")
    var merchant: String

    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let merchant = try desk.merchant(merchant)
            let (balances, keys) = try desk.read { session throws(DatabaseFailure) in
                (
                    try MerchantAccountStore.balances(of: merchant.id, session),
                    try MerchantStore.keys(of: merchant.id, session)
                )
            }
            if place.json {
                Report.object { Self.write(merchant, balances, keys, into: &$0) }
            } else {
                Self.report(merchant, balances, keys)
            }
        }
    }

    private static func write(
        _ merchant: Merchant, _ balances: [MerchantBalance], _ keys: [MerchantKey], into writer: inout JSONWriter
    ) {
        writer.field("id", merchant.id.text)
        writer.field("pid", merchant.pid)
        writer.field("name", merchant.name)
        writer.field("state", merchant.state.rawValue)
        writer.object("settings") { merchant.settings.write(into: &$0) }
        writer.array("balances") { writer in
            for balance in balances {
                writer.object { writer in
                    writer.field("currency", balance.currency.code)
                    writer.field("available", balance.available)
                    writer.field("pending", balance.pending)
                    writer.field("reserved", balance.reserved)
                }
            }
        }
        writer.array("keys") { writer in
            for key in keys {
                writer.object { KeyReport.write(key, into: &$0) }
            }
        }
    }

    private static func report(_ merchant: Merchant, _ balances: [MerchantBalance], _ keys: [MerchantKey]) {
        Report.table([
            "merchant": merchant.id.text, "pid": String(merchant.pid), "name": merchant.name,
            "state": merchant.state.rawValue,
        ])
        for balance in balances {
            print(
                "\(balance.currency.code): available \(balance.available), pending \(balance.pending), "
                    + "reserved \(balance.reserved)")
        }
        print("settings: \(String(decoding: merchant.settings.json, as: UTF8.self))")
        for key in keys { print(KeyReport.line(key)) }
    }
}
