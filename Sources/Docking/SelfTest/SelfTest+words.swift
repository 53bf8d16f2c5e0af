extension SelfTest.Verdict {
    /// What the page says about it.
    var word: PageWord {
        switch self {
        case .nothingSent: .dockNothingSent
        case .tooMany: .dockTooMany
        case .plainKey: .dockPlainKey
        case .ambiguous: .dockAmbiguous
        case .unsigned: .dockUnsigned
        case .foreignType: .dockForeignType
        case .unchecked: .dockUnchecked
        case .unreadableKey: .dockUnreadableKey
        case .right: .dockRight
        case .rightHere: .dockRightHere
        case .twoReadings: .dockTwoReadings
        case .mistaken: .dockMistaken
        case .wrong: .dockWrong
        }
    }

    var mistakes: [SigningMistake] {
        if case .mistaken(let mistakes) = self { mistakes } else { [] }
    }
}

extension SelfTest.Age {
    var isGood: Bool {
        if case .seconds(let seconds) = self { abs(seconds) <= Self.allowedSeconds } else { false }
    }

    /// What the page says about it, with the seconds between the clocks.
    var word: (word: PageWord, seconds: Int64) {
        switch self {
        case .missing: (.dockTimeMissing, 0)
        case .malformed: (.dockTimeMalformed, 0)
        case .seconds(let seconds) where isGood: (.dockTimeGood, abs(seconds))
        case .seconds(let seconds): (seconds > 0 ? .dockTimeBehind : .dockTimeAhead, abs(seconds))
        }
    }
}

extension ReceivedParameter.Fate {
    /// What the page says about it.
    var word: PageWord {
        switch self {
        case .signed: .dockIsSigned
        case .signature: .dockIsSignature
        case .empty: .dockIsEmpty
        case .array: .dockIsArray
        case .nameless: .dockIsNameless
        case .repeated: .dockIsRepeated
        case .contradicting: .dockIsContradicting
        }
    }
}

extension SigningMistake {
    /// What the page says about it.
    var word: PageWord {
        switch self {
        case .encoded: .mistakeEncoded
        case .formEncoded: .mistakeFormEncoded
        case .escaped: .mistakeEscaped
        case .emptyKept: .mistakeEmptyKept
        case .unsorted: .mistakeUnsorted
        case .typeSigned: .mistakeTypeSigned
        case .trimmed: .mistakeTrimmed
        case .doubleEncoded: .mistakeDoubleEncoded
        case .ampersandKey: .mistakeAmpersandKey
        case .keyMissing: .mistakeKeyMissing
        case .keyFirst: .mistakeKeyFirst
        case .upperCase: .mistakeUpperCase
        case .plusLost: .mistakePlusLost
        }
    }
}
