import DevStack
import Foundation
import Ledger
import MariaDB
import Threading
import Values
import WebDriver

@testable import DemoShop

/// One stack with the demo shop, and the driver of the browsers that buy there.
final class BrowserStage: Sendable {
    static let shared = Result { try BrowserStage() }

    /// Without Chromium these tests are left out, but not on the machine that tests every change: `.ci/run` says so.
    static let isWanted = WebDriver.isInstalled || ProcessInfo.processInfo.environment["CI"] != nil

    let stack: DevStack
    let driver: WebDriver
    private let home: TemporaryDirectory
    private let idlePayers: Guarded<[DemoPayer]>

    var base: String { stack.description.baseURL }

    private init() throws {
        driver = try WebDriver()
        home = try TemporaryDirectory()
        var options = StackOptions(directory: "\(home.path)/s")
        options.programs = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .path(percentEncoded: false)
        options.database = DatabaseOptions()
        stack = try DevStack.start(options)
        idlePayers = Guarded(stack.description.payers.filter { $0.merchant == nil })
        // The machine is full with other tests: what is measured is not how long a charge takes.
        try stack.workers.restart(environment: ["KADOCK_DEADLINE_MS": "25000"])
        guard stack.waitUntilReady() else { throw WebDriverFailure(code: "not ready", message: base) }
    }

    /// A payer of the platform that no other test uses.
    func payer() throws -> DemoPayer {
        try idlePayers.withLock { all throws(WebDriverFailure) in
            guard let payer = all.popLast() else { throw WebDriverFailure(code: "no payer is left", message: "") }
            return payer
        }
    }

    /// What a payer has, in fen, by the books.
    func balance(of payer: DemoPayer) throws -> Int64 {
        let session = try Session(stack.database.address(.owner))
        defer { session.close() }
        guard let id = Identifier(text: payer.id), let wallet = try WalletStore.wallets(of: id, session).first else {
            throw WebDriverFailure(code: "no wallet", message: payer.login)
        }
        return wallet.balance
    }

    /// The address by which the demo shop would send a browser to the cashier with an order of any price.
    func submission(money: String) throws -> String {
        let settings = try ShopSettings(file: "\(stack.directory.path)/conf/shop.json")
        var fields = [
            "pid": String(settings.pid), "out_trade_no": "B\(UUID().uuidString.prefix(8))", "name": "gold",
            "notify_url": settings.notifyURL, "return_url": "\(base)/demo/return", "money": money,
        ]
        fields["sign"] = ShopSignature.sign(fields, key: settings.md5Key)
        fields["sign_type"] = "MD5"
        return "\(base)/submit.php?" + ShopForm.text(of: fields.map { (name: $0.key, value: $0.value) })
    }
}
