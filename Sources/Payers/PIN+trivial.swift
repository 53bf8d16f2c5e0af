extension PIN {
    /// Whether these digits are among the first that anybody guesses: all equal, or one up or one down from each to the
    /// next (after 9 comes 0).
    package static func isTrivial(_ digits: String) -> Bool {
        let values = digits.utf8.map { Int($0) - 0x30 }
        let steps = Set(zip(values, values.dropFirst()).map { ($1 - $0 + 10) % 10 })
        return steps.count <= 1 && steps.isSubset(of: [0, 1, 9])
    }
}
