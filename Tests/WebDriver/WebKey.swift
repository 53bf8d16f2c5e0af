/// Keys that write nothing (https://www.w3.org/TR/webdriver2/#keyboard-actions).
package enum WebKey: String, Sendable {
    case tab = "\u{E004}"
    case enter = "\u{E007}"
    case space = " "
    case down = "\u{E015}"
}
