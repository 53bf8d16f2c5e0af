import DevStack
import Foundation
import JSON
package import MariaDB

/// A database of the bench's own, and the configuration of a `kadock-settle` that works on it.
package final class SettleStage: Sendable {
    private let directory: TemporaryDirectory
    private let server: DatabaseServer
    /// The program.
    let program: String
    var configuration: String { "\(directory.path)/settle.json" }
    /// Where the program's words go.
    var log: String { "\(directory.path)/settle.log" }

    /// Entered as the server's administrator.
    package var administrator: DatabaseAddress { server.address() }
    let owner: DatabaseAddress
    let worker: DatabaseAddress

    /// `programs` is the folder of `kadock-settle`.
    package init(_ plan: SettlePlan, programs: String) throws(LoadFailure) {
        do {
            directory = try TemporaryDirectory()
            server = try DatabaseServer.start(in: directory.path, options: .loaded)
            try server.migrate()
            owner = try server.address(.owner)
            worker = try server.address(.worker)
            program = "\(programs)/kadock-settle"
            var writer = JSONWriter(capacity: 512)
            writer.object { writer in
                writer.field("name", "settle")
                writer.field("lanes", plan.lanes)
                writer.field("batch_limit", plan.batchLimit)
                writer.field("log_level", "error")
                writer.object("database") { writer in
                    writer.field("socket", server.place.socket)
                    writer.field("password_file", server.place.passwordFile(.settle))
                }
            }
            guard
                FileManager.default.createFile(
                    atPath: "\(directory.path)/settle.json", contents: Data(writer.bytes))
            else { throw LoadFailure("cannot write the configuration of kadock-settle") }
        } catch let failure as LoadFailure {
            throw failure
        } catch {
            throw LoadFailure("\(error)")
        }
    }

    /// Processor time that the server has used so far.
    var serverSeconds: Double { server.processID.flatMap(ProcessTable.processorSeconds) ?? 0 }

    /// The end of what the program said.
    var words: String { String((ProcessTable.text(log) ?? "").suffix(2_000)) }

    package func stop() { server.stop() }
}
