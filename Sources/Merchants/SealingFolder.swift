import Disk
import Foundation
import OpenSSL

/// The key files that secrets are sealed under: `1.key`, `2.key`, … in one folder, each of 32 random bytes in base 64.
///
/// The highest one seals, all of them open. A file never changes; a new one is added beside it.
package struct SealingFolder: Sendable {
    package let path: String

    package init(_ path: String) { self.path = path }

    private func file(_ version: Int64) -> String { "\(path)/\(version).key" }

    /// The versions that there are, the lowest one first.
    package func versions() throws(SealFailure) -> [Int64] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw SealFailure("the folder \(path) of key files cannot be read")
        }
        return names.compactMap(Self.version).sorted()
    }

    private static func version(_ name: String) -> Int64? {
        guard name.hasSuffix(".key"), let version = Int64(name.dropLast(4)), version > 0, name == "\(version).key"
        else { return nil }
        return version
    }

    /// The 32 bytes of a version.
    func key(_ version: Int64) throws(SealFailure) -> [UInt8] {
        let path = file(version)
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let mode = attributes?[.posixPermissions] as? Int,
            let content = FileManager.default.contents(atPath: path)
        else { throw SealFailure("the key file \(path) cannot be read") }
        guard mode & 0o007 == 0 else {
            throw SealFailure("the key file \(path) must not be open to everybody (chmod o= it)")
        }
        var text = String(decoding: content, as: UTF8.self)
        if text.hasSuffix("\n") { text.removeLast() }
        guard let key = Base64.decode(text), key.count == 32 else {
            throw SealFailure("the key file \(path) is damaged: it must hold 32 bytes in base 64")
        }
        return key
    }

    /// Draws the next version. When this returns, the file is on the disk.
    package func add() throws(SealFailure) -> Int64 {
        let next = (FileManager.default.fileExists(atPath: path) ? try versions().last ?? 0 : 0) + 1
        do throws(DiskFailure) {
            try Folder.make(path)
            let file = try DurableFile(file(next), mode: 0o600)
            try file.write(Array((Base64.encode(SecureRandom.bytes(32)) + "\n").utf8))
            try file.finish()
            try Folder.sync(path)
        } catch {
            throw SealFailure("no key file can be written: \(error)")
        }
        return next
    }

    /// Takes a version away for ever.
    func remove(_ version: Int64) throws(SealFailure) {
        do {
            try FileManager.default.removeItem(atPath: file(version))
            try Folder.sync(path)
        } catch {
            throw SealFailure("the key file \(file(version)) cannot be removed")
        }
    }
}
