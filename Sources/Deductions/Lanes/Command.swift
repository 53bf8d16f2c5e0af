package import Values

/// A wish that moves money or makes something that can hold money. One command, one file.
///
/// `apply` is pure: no I/O, no clock, no randomness. It looks first and changes last, so that a refusal has no effect.
package protocol Command: Sendable {
    /// Whose command it is: fairness and keys are per merchant. `Identifier.system` for operators.
    var merchant: Identifier { get }
    /// Picks the lane: commands of one payer should meet in one.
    var affinity: Identifier { get }
    var claim: Claim? { get }
    var nonce: NonceClaim? { get }
    /// New payments wait behind what ends or returns old ones.
    var opensPayment: Bool { get }
    /// The payment it names, whose payer must be known before rows can be locked.
    var namedPayment: Identifier? { get }

    /// How many identifiers it needs at most beyond its own.
    var spareIdentifiers: Int { get }

    /// What must be locked. `link` is there exactly if `namedPayment` is.
    func reach(_ link: PaymentLink?) -> Reach

    /// Decides with everything locked and writes the consequence into the books. `id` becomes the name of what is made.
    func apply(_ id: Identifier, to books: inout Books) -> Outcome

    /// Where the first answer is found again.
    var answerKind: AnswerKind { get }
}

extension Command {
    package var opensPayment: Bool { false }
    package var namedPayment: Identifier? { nil }
    package var nonce: NonceClaim? { nil }
    package var spareIdentifiers: Int { 0 }
}
