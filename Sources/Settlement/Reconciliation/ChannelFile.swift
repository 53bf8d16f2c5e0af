import Foundation
import OpenSSL

/// The bytes of a statement, in pieces: it may be larger than the memory.
final class ChannelFile {
    private static let pieceLength = 65_536

    private let handle: FileHandle
    private let digest = RunningDigest()
    /// How many bytes have been read.
    private(set) var position = 0

    init(_ path: String) throws(ChannelFileFault) {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw ChannelFileFault("the file cannot be opened")
        }
        self.handle = handle
    }

    deinit { try? handle.close() }

    /// The next piece; nil: there is no more.
    func next() throws(ChannelFileFault) -> [UInt8]? {
        do {
            guard let piece = try handle.read(upToCount: Self.pieceLength), !piece.isEmpty else { return nil }
            let bytes = [UInt8](piece)
            digest.add(bytes)
            position += bytes.count
            return bytes
        } catch {
            throw ChannelFileFault("the file cannot be read")
        }
    }

    /// SHA-256 of all that was read.
    func finish() -> [UInt8] { digest.finish() }

    /// SHA-256 and length of a file.
    static func measure(_ path: String) throws(ChannelFileFault) -> (digest: [UInt8], length: Int) {
        let file = try ChannelFile(path)
        while try file.next() != nil {}
        return (file.finish(), file.position)
    }
}
