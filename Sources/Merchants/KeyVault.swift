package import MariaDB
import OpenSSL
import Threading
import Values

/// Seals merchants' shared secrets and opens them again, with the key files of one folder: AES-256-GCM with a random
/// nonce, bound to the key's name, merchant and algorithm, so that a row that was copied to another place does not
/// open there.
///
/// A key file is read once. One that is not known is looked for each time, so that a version which another node, or
/// an operator, seals with is found while the worker runs. To change over without a pause: add the new file on every
/// node, then seal again (`kadock secrets reseal`), then retire the old one.
package final class KeyVault: Sendable {
    package let folder: SealingFolder
    private let keys = Guarded<[Int64: [UInt8]]>([:])

    package init(_ folder: SealingFolder) { self.folder = folder }

    /// The version that seals now.
    package func sealingVersion() throws(SealFailure) -> Int64 {
        guard let version = try folder.versions().last else {
            throw SealFailure("there is no key file in \(folder.path)")
        }
        return version
    }

    /// The key as it is to be stored: shared secrets under the highest version that there is at this moment, the
    /// public halves of pairs as they are.
    package func sealed(_ key: MerchantKey) throws(SealFailure) -> MerchantKey {
        guard key.algorithm.isShared, key.sealVersion == nil else { return key }
        let version = try sealingVersion()
        let secret = try self.key(version)
        do throws(OpenSSLFailure) {
            let material = try AESGCM.seal(key.material, key: secret, associated: Self.binding(key))
            return key.with(material, sealVersion: version)
        } catch {
            throw SealFailure("the secret of key \(key.keyID) cannot be sealed: \(error)")
        }
    }

    /// The key as it is to be used.
    package func opened(_ key: MerchantKey) throws(SealFailure) -> MerchantKey {
        guard let version = key.sealVersion else { return key }
        let secret = try self.key(version)
        guard let material = try? AESGCM.open(key.material, key: secret, associated: Self.binding(key)) else {
            throw SealFailure("the secret of key \(key.keyID) does not open with key file \(version)")
        }
        return key.with(material, sealVersion: nil)
    }

    /// `sealed`, in the words of the database: for those who write it there.
    func stored(_ key: MerchantKey) throws(DatabaseFailure) -> MerchantKey {
        do throws(SealFailure) { return try sealed(key) } catch { throw error.asDatabaseFailure }
    }

    /// `opened`, in the words of the database: for those who read it there.
    package func usable(_ key: MerchantKey) throws(DatabaseFailure) -> MerchantKey {
        do throws(SealFailure) { return try opened(key) } catch { throw error.asDatabaseFailure }
    }

    /// Drops what was read of key files: one that was retired or replaced is not used any longer.
    package func forget() { keys.withLock { $0.removeAll() } }

    private func key(_ version: Int64) throws(SealFailure) -> [UInt8] {
        if let known = keys.withLock({ $0[version] }) { return known }
        let key = try folder.key(version)
        keys.withLock { $0[version] = key }
        return key
    }

    private static func binding(_ key: MerchantKey) -> [UInt8] {
        Array("\(key.algorithm.rawValue)\n\(key.merchant.text)\n\(key.keyID)".utf8)
    }
}
