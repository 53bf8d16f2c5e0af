import DemoShop
import Foundation
import Threading

/// The demo shop as a process of its own: a stranger to the gateway, started again when it dies.
package final class ShopServer: Sendable {
    private let process: SupervisedProcess

    /// Starts the shop of one of the demo merchants with its settings, written to a file that is ours alone.
    init(_ directory: RunDirectory, program: String, settings: ShopSettings) throws(StackFailure) {
        try Files.write(settings.json, to: directory.shopFile)
        process = try SupervisedProcess(name: "shop") { () throws(StackFailure) in
            try ChildProcess(
                program, ["shop", "--config", directory.shopFile, "--listen", "unix:\(directory.socket("shop"))"],
                log: directory.log("shop"))
        }
    }

    deinit { stop() }

    /// The process as it is now; nil between two starts.
    package var processID: Int32? { process.child?.processID }

    /// Kills the shop. It comes back by itself.
    package func kill() { process.child?.signal(SIGKILL) }

    /// Ends the shop in order.
    package func stop() { process.stop() }
}
