internal import CMariaDB

/// The buffers into which a prepared statement's rows are fetched, one row at a time.
@safe final class Landing {
    let columnCount: Int
    private let kinds: [RowSet.ColumnKind]
    private let capacities: [Int]
    private let binds: UnsafeMutablePointer<MYSQL_BIND>
    private let integers: UnsafeMutablePointer<Int64>
    private let lengths: UnsafeMutablePointer<UInt>
    private let nulls: UnsafeMutablePointer<my_bool>
    private let errors: UnsafeMutablePointer<my_bool>
    private let bytes: UnsafeMutablePointer<UInt8>

    /// Values up to this length are fetched with their row, longer ones by a second call.
    private static let largestBuffer = 1024

    /// Makes buffers for the columns of `statement` and binds them to it.
    init(_ statement: UnsafeMutablePointer<MYSQL_STMT>) throws(DatabaseFailure) {
        let count = unsafe Int(mysql_stmt_field_count(statement))
        var kinds: [RowSet.ColumnKind] = []
        var capacities: [Int] = []
        if let metadata = unsafe mysql_stmt_result_metadata(statement) {
            for position in 0..<count {
                guard let field = unsafe mysql_fetch_field_direct(metadata, UInt32(position)) else { break }
                let kind = unsafe RowSet.ColumnKind(field.pointee.type)
                kinds.append(kind)
                unsafe capacities.append(kind == .integer ? 0 : min(Int(field.pointee.length), Self.largestBuffer))
            }
            unsafe mysql_free_result(metadata)
        }
        guard kinds.count == count else { throw unsafe PreparedStatement.failure(of: statement) }
        columnCount = count
        self.kinds = kinds
        self.capacities = capacities
        unsafe binds = .allocate(capacity: count + 1)
        unsafe binds.initialize(repeating: MYSQL_BIND(), count: count + 1)
        unsafe integers = .allocate(capacity: count + 1)
        unsafe lengths = .allocate(capacity: count + 1)
        unsafe nulls = .allocate(capacity: count + 1)
        unsafe errors = .allocate(capacity: count + 1)
        unsafe bytes = .allocate(capacity: capacities.reduce(1, +))
        describe()
        if unsafe mysql_stmt_bind_result(statement, binds) != 0 {
            throw unsafe PreparedStatement.failure(of: statement)
        }
    }

    deinit {
        unsafe binds.deallocate()
        unsafe integers.deallocate()
        unsafe lengths.deallocate()
        unsafe nulls.deallocate()
        unsafe errors.deallocate()
        unsafe bytes.deallocate()
    }

    private func describe() {
        var used = 0
        for (position, kind) in kinds.enumerated() {
            unsafe binds[position].is_null = nulls + position
            unsafe binds[position].length = lengths + position
            unsafe binds[position].error = errors + position
            switch kind {
            case .integer:
                unsafe binds[position].buffer_type = MYSQL_TYPE_LONGLONG
                unsafe binds[position].buffer = UnsafeMutableRawPointer(integers + position)
            case .bytes:
                unsafe binds[position].buffer_type = MYSQL_TYPE_STRING
                unsafe binds[position].buffer = UnsafeMutableRawPointer(bytes + used)
                unsafe binds[position].buffer_length = UInt(capacities[position])
                used += capacities[position]
            }
        }
    }

    /// Fetches every row of the statement just executed.
    func readAll(_ statement: UnsafeMutablePointer<MYSQL_STMT>) throws(DatabaseFailure) -> RowSet {
        var rows = RowSet.Builder(kinds: kinds)
        while true {
            switch unsafe mysql_stmt_fetch(statement) {
            case 0, MYSQL_DATA_TRUNCATED: try unsafe appendRow(statement, to: &rows)
            case MYSQL_NO_DATA: return rows.finish()
            default: throw unsafe PreparedStatement.failure(of: statement)
            }
        }
    }

    private func appendRow(
        _ statement: UnsafeMutablePointer<MYSQL_STMT>, to rows: inout RowSet.Builder
    ) throws(DatabaseFailure) {
        var offset = 0
        for position in 0..<columnCount {
            let start = unsafe bytes + offset
            offset += capacities[position]
            if unsafe nulls[position] != 0 {
                rows.appendNull()
            } else if kinds[position] == .integer {
                guard unsafe errors[position] == 0 else {
                    throw DatabaseFailure(kind: .other, message: "column \(position) is beyond 64 bits with a sign")
                }
                unsafe rows.append(integers[position])
            } else if unsafe lengths[position] <= UInt(capacities[position]) {
                unsafe rows.append(UnsafeRawBufferPointer(start: start, count: Int(lengths[position])))
            } else {
                try unsafe rows.append(count: Int(lengths[position])) { buffer throws(DatabaseFailure) in
                    try unsafe fetchLong(statement, position, into: buffer)
                }
            }
        }
    }

    /// Fetches a value that was too long for its buffer.
    private func fetchLong(
        _ statement: UnsafeMutablePointer<MYSQL_STMT>, _ position: Int, into buffer: UnsafeMutableRawBufferPointer
    ) throws(DatabaseFailure) {
        var length: UInt = 0
        var isNull: my_bool = 0
        var wrong: my_bool = 0
        let failed = unsafe withUnsafeMutablePointer(to: &length) { length in
            unsafe withUnsafeMutablePointer(to: &isNull) { isNull in
                unsafe withUnsafeMutablePointer(to: &wrong) { wrong in
                    var bind = unsafe MYSQL_BIND()
                    unsafe bind.buffer_type = MYSQL_TYPE_STRING
                    unsafe bind.buffer = buffer.baseAddress
                    unsafe bind.buffer_length = UInt(buffer.count)
                    unsafe bind.length = length
                    unsafe bind.is_null = isNull
                    unsafe bind.error = wrong
                    return unsafe mysql_stmt_fetch_column(statement, &bind, UInt32(position), 0) != 0
                }
            }
        }
        if failed { throw unsafe PreparedStatement.failure(of: statement) }
    }
}

extension RowSet.ColumnKind {
    /// How a column of a server type is kept.
    init(_ type: enum_field_types) {
        switch type {
        case MYSQL_TYPE_TINY, MYSQL_TYPE_SHORT, MYSQL_TYPE_INT24, MYSQL_TYPE_LONG, MYSQL_TYPE_LONGLONG,
            MYSQL_TYPE_YEAR:
            self = .integer
        default: self = .bytes
        }
    }
}
