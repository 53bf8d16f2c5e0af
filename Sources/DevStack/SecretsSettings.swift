import Foundation
package import Merchants
import Settings

/// The `secrets.…` keys of a program's configuration.
package enum SecretsSettings {
    /// What seals and opens merchants' secrets. Other keys of the file are not looked at.
    package static func vault(file: String) throws(StackFailure) -> KeyVault {
        do {
            let settings = try Settings(file: file, environment: ProcessInfo.processInfo.environment)
            return KeyVault(SealingFolder(try settings.requiredText("secrets.directory")))
        } catch {
            throw .refused("\(error)")
        }
    }
}
