import Disk
import Foundation
import Testing

/// Files that appear whole or not at all.
@Suite struct DiskTests {
    private let scratch: Scratch
    private var path: String { scratch.url.path(percentEncoded: false) + "/a.csv" }

    init() throws { scratch = try Scratch() }

    @Test("What is finished takes the place of what was there; until then the old one stands")
    func replacing() throws {
        try scratch.write("a.csv", Array("old".utf8))
        let file = try DurableFile(path)
        try file.write(Array("ne".utf8))
        try file.write(Array("w".utf8))
        var seen: [UInt8] = []
        try file.finish { seen = (try? scratch.read("a.csv")) ?? [] }
        #expect(seen == Array("old".utf8))
        #expect(try scratch.read("a.csv") == Array("new".utf8))
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.url.path(percentEncoded: false)) == ["a.csv"])
    }

    @Test("What is not finished leaves nothing behind")
    func abandoning() throws {
        do {
            let file = try DurableFile(path)
            try file.write([1])
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.url.path(percentEncoded: false)).isEmpty)
    }

    @Test("Folders are made with those above them; what is not there cannot be read, and trouble has a name")
    func folders() throws {
        let folder = scratch.url.path(percentEncoded: false) + "/x/y/z"
        try Folder.make(folder)
        try Folder.make(folder)
        try Folder.sync(folder)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        #expect(try !Folder.read(path) { _ in })
        let large = [UInt8](repeating: 7, count: 200_000)
        try scratch.write("a.csv", large)
        var read: [UInt8] = []
        #expect(try Folder.read(path) { read += $0 })
        #expect(read == large)
        #expect(throws: DiskFailure.self) { try DurableFile(path + "/b") }
    }
}
