/// What a t-test wants to know of numbers.
struct Moments {
    let count: Double
    let mean: Double
    /// Of the population that they were drawn from.
    let variance: Double
}
