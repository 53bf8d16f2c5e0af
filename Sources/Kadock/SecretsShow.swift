import ArgumentParser
import DevStack
import JSON
import MariaDB
import Merchants

/// `kadock secrets show`
struct SecretsShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "The key files that there are, and how many secrets each of them seals.")

    @OptionGroup var place: OperatorPlace

    func run() throws {
        try place.run { desk throws(StackFailure) in
            let versions = try desk.sealing { vault throws(SealFailure) in try vault.folder.versions() }
            let counts = try desk.read { session throws(DatabaseFailure) in try MerchantStore.sealCounts(session) }
            func count(_ version: Int64?) -> Int64 { counts.first { $0.version == version }?.count ?? 0 }
            let missing = counts.compactMap(\.version).filter { !versions.contains($0) }
            guard !place.json else {
                return Report.object { writer in
                    writer.array("key_files") { writer in
                        for version in versions {
                            writer.object { writer in
                                writer.field("version", version)
                                writer.field("secrets", count(version))
                                writer.field("seals", version == versions.last)
                            }
                        }
                    }
                    writer.array("missing") { writer in
                        for version in missing { writer.value(.integer(version)) }
                    }
                    writer.field("open", count(nil))
                }
            }
            for version in versions {
                print("key file \(version): \(count(version)) secrets\(version == versions.last ? ", seals" : "")")
            }
            for version in missing { print("key file \(version) is missing: \(count(version)) secrets") }
            print("open: \(count(nil)) secrets")
        }
    }
}
