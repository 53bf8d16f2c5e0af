import Foundation

/// Files of a stack: everything is readable by its owner only.
enum Files {
    static func makeDirectory(_ path: String) throws(StackFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .file(path: path, reason: error.localizedDescription)
        }
    }

    /// Writes a whole file in one step: whoever reads it sees the old or the new content.
    static func write(_ bytes: [UInt8], to path: String) throws(StackFailure) {
        do {
            try Data(bytes).write(to: URL(filePath: path), options: .atomic)
            // The folders of a stack are closed to others, so nobody can look in between.
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            throw .file(path: path, reason: "cannot be written: \(error.localizedDescription)")
        }
    }

    static func write(_ text: String, to path: String) throws(StackFailure) {
        try write(Array(text.utf8), to: path)
    }

    static func read(_ path: String) throws(StackFailure) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .file(path: path, reason: "cannot be read")
        }
        return Array(data)
    }

    /// The end of a log, for a message.
    static func tail(_ path: String, bytes: Int = 4000) -> String {
        String(decoding: (FileManager.default.contents(atPath: path) ?? Data()).suffix(bytes), as: UTF8.self)
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
