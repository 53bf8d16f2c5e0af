/// What a browser or its driver could not do.
package struct WebDriverFailure: Error {
    /// The error code of the standard (https://www.w3.org/TR/webdriver2/#errors), or `no answer`.
    package let code: String
    /// The driver's own words.
    package let message: String

    package init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}
