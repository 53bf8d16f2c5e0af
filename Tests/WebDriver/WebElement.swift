package import JSON

/// An element of the page that a browser shows, as long as it shows it.
package struct WebElement {
    /// The name of an element's number in answers of the driver.
    static let member = "element-6066-11e4-a52e-4f735466cecf"

    let browser: WebBrowser
    let id: String

    /// The element as an argument of a script.
    package var value: JSONValue { .record([(Self.member, .string(id))]) }

    /// Moves the mouse there and clicks, and waits for the page that it leads to.
    package func click() throws { try ask("/click", .object([])) }

    /// Presses the keys of a text.
    package func type(_ text: String) throws { try ask("/value", .record([("text", .string(text))])) }

    /// Empties a field.
    package func clear() throws { try ask("/clear", .object([])) }

    /// What can be read there.
    package func text() throws -> String { try ask("/text").text ?? "" }

    /// What somebody hears who does not see it.
    package func label() throws -> String { try ask("/computedlabel").text ?? "" }

    /// The element as it was written.
    package func html() throws -> String { try browser.run("return arguments[0].outerHTML", value).text ?? "" }

    @discardableResult
    private func ask(_ command: String, _ body: JSONValue? = nil) throws -> JSONValue {
        try browser.ask("/element/\(id)\(command)", body)
    }
}
