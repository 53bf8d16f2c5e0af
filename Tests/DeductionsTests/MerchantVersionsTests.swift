import Testing
import Values

@testable import Deductions

@Suite("What a lane remembers of merchants' versions")
struct MerchantVersionsTests {
    private let all: Set<Identifier> = [Identifier(1), Identifier(2), Identifier(3)]

    @Test("What is known under the directory's version is not asked for again, the rest in order")
    func missing() {
        var versions = MerchantVersions()
        #expect(versions.missing(all, directory: 7) == [Identifier(1), Identifier(2), Identifier(3)])
        versions.learn([Identifier(1): 4, Identifier(3): 1])
        #expect(versions.missing(all, directory: 7) == [Identifier(2)])
        versions.learn([Identifier(2): 9])
        #expect(versions.missing(all, directory: 7) == [])
        #expect(versions.known == [Identifier(1): 4, Identifier(2): 9, Identifier(3): 1])
    }

    @Test("When the directory moves, forwards or back, nothing is known any more", arguments: [6, 8])
    func moved(_ directory: Int64) {
        var versions = MerchantVersions()
        _ = versions.missing(all, directory: 7)
        versions.learn([Identifier(1): 4, Identifier(2): 9, Identifier(3): 1])
        #expect(versions.missing([Identifier(2)], directory: directory) == [Identifier(2)])
        #expect(versions.known.isEmpty)
        versions.learn([Identifier(2): 10])
        #expect(versions.missing(all, directory: directory) == [Identifier(1), Identifier(3)])
    }
}
