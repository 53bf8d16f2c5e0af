/// Where a database is and as whom to enter it.
package struct DatabaseAddress: Sendable {
    /// The door: a unix socket on this machine, or a TCP port.
    package enum Place: Sendable, Equatable {
        /// The path of a unix socket.
        case socket(String)
        /// A host name or address, and a port.
        case tcp(String, UInt16)
    }

    package var place: Place
    package var user: String
    package var password: String
    /// The schema entered; empty for none.
    package var database: String
    /// A PEM file with the authority that signed the server's certificate. Given: TLS is demanded and the server's
    /// name checked. Not given: no TLS, right for a unix socket or a private tunnel only.
    package var authorityFile: String?

    package init(
        place: Place, user: String, password: String, database: String, authorityFile: String? = nil
    ) {
        self.place = place
        self.user = user
        self.password = password
        self.database = database
        self.authorityFile = authorityFile
    }
}
