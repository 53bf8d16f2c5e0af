import ArgumentParser
import DevStack
import JSON
import MariaDB
import Settings

/// `kadock migrate`
struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Brings the database's schema up to date and gives the programs their rights.",
        discussion: """
            Migrations run once, in order, forward only, by one migrator at a time; a changed one stops it. The \
            configuration names the account that owns the tables, which no running program enters as.
            """)

    @Option(help: "The configuration file; default: that of the stack in --directory.")
    var config: String?

    @Option(help: "The directory given to `kadock up`.")
    var directory = ".kadock"

    @Flag(help: "Prints the result as JSON.")
    var json = false

    func run() throws {
        let applied = try Report.orExit { () throws(StackFailure) in
            try SchemaUpdate.run(at: DatabaseSettings.address(file: config ?? RunDirectory(directory).ownerFile))
        }
        if json {
            var writer = JSONWriter(capacity: 256)
            writer.object { writer in
                writer.array("applied") { writer in
                    for name in applied { writer.string(name) }
                }
            }
            print(String(decoding: writer.bytes, as: UTF8.self))
        } else if applied.isEmpty {
            print("The schema is up to date.")
        } else {
            for name in applied { print("applied \(name)") }
        }
    }
}
