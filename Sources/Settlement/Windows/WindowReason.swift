/// Why a window is out of the ordinary.
package struct WindowReason: Equatable, Sendable {
    /// What of it is.
    package enum Figure: String, Sendable, CaseIterable {
        case count, amount, largest
        case newPayers = "new-payers"
    }

    package let figure: Figure
    package let value: Int64
    /// What the windows before it had: the median, or of few the largest.
    package let usual: Int64

    package init(figure: Figure, value: Int64, usual: Int64) {
        self.figure = figure
        self.value = value
        self.usual = usual
    }
}
