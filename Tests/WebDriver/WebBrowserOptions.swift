import JSON

/// What kind of browser is wanted.
package struct WebBrowserOptions: Sendable {
    /// What it asks pages for, as the field Accept-Language has it.
    package var language = "zh-CN"
    /// Whether pages may run scripts.
    package var runsScripts = true
    /// CSS pixels.
    package var width = 360
    package var height = 800

    package init() {}

    /// As the driver wants to have it (https://developer.chrome.com/docs/chromedriver/capabilities), for a browser that
    /// keeps its files in `folder`.
    func capabilities(_ folder: String) -> JSONValue {
        let switches = [
            // The sandbox needs rights that a container does not give; the pages are our own.
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-crash-reporter", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--lang=\(language)", "--user-data-dir=\(folder)",
            // Not a port: so it ends when the driver does.
            "--remote-debugging-pipe",
        ]
        var preferences: [(String, JSONValue)] = [("intl.accept_languages", .string(language))]
        if !runsScripts {
            preferences.append(("profile.managed_default_content_settings.javascript", .integer(2)))
        }
        return .record([
            (
                "capabilities",
                .record([
                    (
                        "alwaysMatch",
                        .record([
                            ("browserName", .string("chrome")),
                            // The stack's authority is made for the stack alone, and no browser knows it.
                            ("acceptInsecureCerts", .bool(true)),
                            ("goog:loggingPrefs", .record([("browser", .string("ALL"))])),
                            (
                                "goog:chromeOptions",
                                .record([
                                    ("args", .array(switches.map(JSONValue.string))), ("prefs", .record(preferences)),
                                ])
                            ),
                        ])
                    )
                ])
            )
        ])
    }
}
