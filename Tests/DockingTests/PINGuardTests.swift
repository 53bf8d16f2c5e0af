import Payers
import Testing
import Values

/// What the guard of a login decides, without a database.
@Suite struct PINGuardTests {
    private static let start = Timestamp(microseconds: 1_700_000_000_000_000)
    private static let end = Timestamp(microseconds: start.microseconds + PINGuard.lockMicroseconds)

    private func request(_ number: UInt8) -> [UInt8] { [UInt8](repeating: number, count: 16) }

    private func locked() -> PINGuard {
        var pinGuard = PINGuard()
        for number in 1...5 { _ = pinGuard.admit(request(UInt8(number)), at: Self.start) }
        return pinGuard
    }

    @Test("L5 five in a row are looked at, no sixth")
    func five() {
        var pinGuard = PINGuard()
        for number in 1...5 {
            #expect(
                pinGuard.admit(request(UInt8(number)), at: Self.start)
                    == .admitted(triesLeft: 5 - number, isNew: true))
        }
        #expect(pinGuard.admit(request(6), at: Self.start) == .locked(until: Self.end))
        #expect(
            pinGuard.admit(request(6), at: Timestamp(microseconds: Self.end.microseconds - 1))
                == .locked(until: Self.end))
    }

    @Test("L5 when the time is over the count starts anew")
    func timeIsOver() {
        var pinGuard = locked()
        #expect(pinGuard.admit(request(6), at: Self.end) == .admitted(triesLeft: 4, isNew: true))
        #expect(pinGuard.lockedUntil == nil)
    }

    @Test("A request counts once, also with others in between, and while it is the one that locked")
    func repeated() {
        var pinGuard = PINGuard()
        _ = pinGuard.admit(request(1), at: Self.start)
        _ = pinGuard.admit(request(2), at: Self.start)
        #expect(pinGuard.admit(request(1), at: Self.start) == .admitted(triesLeft: 4, isNew: false))
        #expect(pinGuard.counted.count == 2)
        var full = locked()
        #expect(full.admit(request(5), at: Self.start) == .admitted(triesLeft: 0, isNew: false))
        #expect(full == locked())
    }

    @Test("A right PIN takes back itself and what came before, and no more")
    func cleared() {
        var pinGuard = locked()
        pinGuard.clear(request(3))
        #expect(pinGuard.counted == [request(4), request(5)] && pinGuard.lockedUntil == nil)
        pinGuard.clear(request(3))
        #expect(pinGuard.counted.count == 2)
        pinGuard.clear(request(5))
        #expect(pinGuard == PINGuard())
    }

    @Test(
        "PINs that everybody guesses first",
        arguments: [
            "000000", "777777", "123456", "012345", "456789", "567890", "654321", "987654", "210987",
        ])
    func trivial(digits: String) { #expect(PIN.isTrivial(digits)) }

    @Test("Other PINs", arguments: ["123457", "112233", "135790", "908172", "121212", "000001"])
    func usual(digits: String) { #expect(!PIN.isTrivial(digits)) }
}
