import Glibc

/// A call of the operating system or of libfcgi that failed while a listener or a server was set up.
package struct FastCGIFailure: Error, CustomStringConvertible {
    /// What was being done, as in "bind unix:/run/kadock/1.sock".
    package let operation: String
    /// The `errno` it left behind; 0 when there was none.
    package let code: CInt

    package init(operation: String, code: CInt) {
        self.operation = operation
        self.code = code
    }

    package var description: String {
        guard code != 0, let text = unsafe strerror(code) else { return operation }
        return unsafe "\(operation): \(String(cString: text))"
    }
}
