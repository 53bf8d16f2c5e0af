import ArgumentParser
import DevStack
import Foundation
import JSON

/// What the commands say.
enum Report {
    /// Runs `body`; a failure is told in words on the error output and ends the program with 1.
    static func orExit<Result>(_ body: () throws(StackFailure) -> Result) throws -> Result {
        do throws(StackFailure) {
            return try body()
        } catch {
            FileHandle.standardError.write(Data("kadock: \(error)\n".utf8))
            throw ExitCode.failure
        }
    }

    /// Where a stack that runs can be reached.
    static func running(_ stack: StackDescription, in directory: RunDirectory, json: Bool) {
        let hasShop = !stack.merchants.isEmpty
        guard !json else {
            var writer = JSONWriter(capacity: 256)
            writer.object { writer in
                if hasShop { writer.field("shop_url", "\(stack.baseURL)/demo") }
                writer.field("base_url", stack.baseURL)
                writer.field("metrics_url", stack.metricsURL)
                writer.field("ca_file", stack.authorityFile)
                writer.field("description", directory.descriptionFile)
            }
            print(String(decoding: writer.bytes, as: UTF8.self))
            return
        }
        print("Kadock is running.")
        if hasShop { print("  demo shop    \(stack.baseURL)/demo") }
        if let payer = stack.payers.first(where: { $0.merchant == nil }) {
            print("  its buyer    \(payer.login), PIN \(payer.pin)")
        }
        print(
            """
              API          \(stack.baseURL)
              epay         \(stack.baseURL)/docking
              metrics      \(stack.metricsURL)
              certificate  \(stack.authorityFile)
              database     \(stack.databaseSocket)
              all the rest \(directory.descriptionFile)
            """)
    }
}
