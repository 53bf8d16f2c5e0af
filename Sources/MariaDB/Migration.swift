/// One step of the schema: a file of statements. Its name decides its place among the others.
package struct Migration: Sendable, Equatable {
    /// Unique; steps run in the order of their names, compared as bytes.
    package let name: String
    /// The statements, UTF-8, each ending with `;` at the end of a line.
    package let sql: [UInt8]

    package init(name: String, sql: [UInt8]) {
        self.name = name
        self.sql = sql
    }
}
