package import JSON
import DevStack
import Foundation
import OpenSSL
import Threading

/// A headless Chromium with a profile of its own, one window of it.
package final class WebBrowser {
    private let driver: WebDriver
    private let id: String

    /// Starts a browser.
    package init(_ driver: WebDriver, _ options: WebBrowserOptions = WebBrowserOptions()) throws {
        self.driver = driver
        let folder = "\(driver.scratch.path)/\(UUID().uuidString.prefix(8))"
        let made = try driver.ask("/session", options.capabilities(folder))
        guard let id = made["sessionId"]?.text else {
            throw WebDriverFailure(code: "session not created", message: "")
        }
        self.id = id
        // A phone lays its scroll bars over the page.
        try command("Emulation.setScrollbarsHidden", [("hidden", .bool(true))])
        try resize(width: options.width, height: options.height)
    }

    // The standard ends a session by DELETE, which our client of HTTP does not speak.
    deinit { _ = try? command("Browser.close") }

    @discardableResult
    func ask(_ command: String, _ body: JSONValue? = nil) throws -> JSONValue {
        try driver.ask("/session/\(id)\(command)", body)
    }

    /// Shows an address, and waits until it is loaded.
    package func open(_ address: String) throws { try ask("/url", .record([("url", .string(address))])) }

    /// Goes back to the page before.
    package func goBack() throws { try ask("/back", .object([])) }

    /// Opens another tab beside this one and turns to it; the names of both.
    package func openTab() throws -> (first: String, second: String) {
        let first = try ask("/window").text ?? ""
        let second = try ask("/window/new", .record([("type", .string("tab"))]))["handle"]?.text ?? ""
        try turn(to: second)
        return (first, second)
    }

    /// Turns to a tab.
    package func turn(to tab: String) throws { try ask("/window", .record([("handle", .string(tab))])) }

    /// The address that is shown.
    package func address() throws -> String { try ask("/url").text ?? "" }

    /// What a function's body returns that is run in the page.
    @discardableResult
    package func run(_ body: String, _ arguments: JSONValue...) throws -> JSONValue {
        try ask("/execute/sync", .record([("script", .string(body)), ("args", .array(arguments))]))
    }

    /// The elements that a selector of CSS finds, in the order of the page.
    package func all(_ selector: String) throws -> [WebElement] {
        try ask("/elements", .record([("using", .string("css selector")), ("value", .string(selector))]))
            .elements.compactMap(element)
    }

    /// The elements that a function's body returns which is run in the page.
    package func elements(_ body: String) throws -> [WebElement] { try run(body).elements.compactMap(element) }

    private func element(_ value: JSONValue) -> WebElement? {
        value[WebElement.member]?.text.map { WebElement(browser: self, id: $0) }
    }

    /// The first element that a selector of CSS finds, waited for.
    package func find(_ selector: String) throws -> WebElement {
        try wait("for \(selector)") { try all(selector).first }
    }

    /// What the page says, as far as it is shown.
    package func text() throws -> String { try run("return document.body.innerText").text ?? "" }

    /// Waits until the page says something.
    package func waitFor(_ text: String) throws {
        _ = try wait("for \"\(text)\"") { try self.text().contains(text) ? true : nil }
    }

    /// Asks again and again until there is something; a page on its way out is asked again.
    package func wait<Found>(_ what: String, _ look: () throws -> Found?) throws -> Found {
        let deadline = Deadline.milliseconds(90_000)
        while true {
            if let found = try? look() { return found }
            guard !deadline.isPast else {
                let place = (try? address()) ?? "nowhere"
                throw WebDriverFailure(
                    code: "timeout", message: "waited \(what) at \(place): \((try? text()) ?? "")")
            }
            Thread.sleep(forTimeInterval: 0.03)
        }
    }

    /// Presses keys one after the other, wherever the focus is.
    package func press(_ keys: String) throws {
        let actions = keys.flatMap { key in
            ["keyDown", "keyUp"].map {
                JSONValue.record([("type", .string($0)), ("value", .string(String(key)))])
            }
        }
        try act([("type", .string("key")), ("id", .string("keyboard")), ("actions", .array(actions))])
    }

    /// Presses a key.
    package func press(_ key: WebKey) throws { try press(key.rawValue) }

    /// Clicks twice, as fast as a double click is.
    package func doubleClick(_ element: WebElement) throws {
        let click = ["pointerDown", "pointerUp"].map {
            JSONValue.record([("type", .string($0)), ("button", .integer(0))])
        }
        let move = JSONValue.record([
            ("type", .string("pointerMove")), ("origin", element.value), ("x", .integer(0)), ("y", .integer(0)),
        ])
        try act([
            ("type", .string("pointer")), ("id", .string("mouse")), ("actions", .array([move] + click + click)),
        ])
    }

    private func act(_ source: [(String, JSONValue)]) throws {
        try ask("/actions", .record([("actions", .array([.record(source)]))]))
    }

    /// Makes the page so wide and high, in CSS pixels: a window could not be as narrow as a phone.
    package func resize(width: Int, height: Int = 800) throws {
        try command(
            "Emulation.setDeviceMetricsOverride",
            [
                ("width", .integer(Int64(width))), ("height", .integer(Int64(height))),
                ("deviceScaleFactor", .integer(1)), ("mobile", .bool(false)),
            ])
    }

    /// A command of Chromium's own (https://chromedevtools.github.io/devtools-protocol/).
    @discardableResult
    private func command(_ name: String, _ parameters: [(String, JSONValue)] = []) throws -> JSONValue {
        try ask("/goog/cdp/execute", .record([("cmd", .string(name)), ("params", .record(parameters))]))
    }

    /// What the page and the browser complained about since this was asked the last time.
    package func complaints() throws -> [String] {
        try ask("/se/log", .record([("type", .string("browser"))])).elements
            .filter { $0["level"]?.text == "SEVERE" }.compactMap { $0["message"]?.text }
    }

    /// The whole page as a PNG.
    package func picture() throws -> [UInt8] {
        let shot = try command("Page.captureScreenshot", [("captureBeyondViewport", .bool(true))])
        return Base64.decode(shot["data"]?.text ?? "") ?? []
    }
}
