/// An answer as CGI has it: header lines from `Status:` on, an empty line, the body; ready to be sent.
package struct FastCGIResponse: Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }
}
