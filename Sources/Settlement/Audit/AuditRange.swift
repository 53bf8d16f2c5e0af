/// Rows by the first column of their key: behind one value, up to another.
struct AuditRange {
    let after: Int64
    let last: Int64

    static func only(_ key: Int64) -> AuditRange { AuditRange(after: key - 1, last: key) }
}
