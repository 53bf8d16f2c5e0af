internal import CMariaDB

/// The values of one execution in the form the library wants them: one description a parameter, and the memory
/// these point into (https://mariadb.com/kb/en/bulk-insert-column-wise-binding/).
@safe final class ParameterSet {
    let binds: UnsafeMutablePointer<MYSQL_BIND>
    let count: Int
    private var owned: [UnsafeMutableRawPointer] = unsafe []

    /// One value for each parameter.
    init(_ values: [SQLValue]) {
        count = values.count
        unsafe binds = Self.allocateBinds(values.count)
        let integers = unsafe own(Int64.self, values.count)
        let bytes = unsafe own(UInt8.self, values.reduce(0) { $0 + $1.byteCount })
        var used = 0
        for (position, value) in values.enumerated() {
            switch value {
            case .null:
                unsafe binds[position].buffer_type = MYSQL_TYPE_NULL
            case .int64(let number):
                unsafe integers[position] = number
                unsafe binds[position].buffer_type = MYSQL_TYPE_LONGLONG
                unsafe binds[position].buffer = UnsafeMutableRawPointer(integers + position)
            case .text(var text):
                let length = text.withUTF8 { unsafe Self.copy($0, to: bytes + used) }
                unsafe describe(position, MYSQL_TYPE_STRING, bytes + used, length)
                used += length
            case .bytes(let raw):
                let length = unsafe raw.withUnsafeBufferPointer { unsafe Self.copy($0, to: bytes + used) }
                unsafe describe(position, MYSQL_TYPE_BLOB, bytes + used, length)
                used += length
            }
        }
    }

    /// One column for each parameter, `rows` values in each.
    init(_ columns: [Column], rows: Int) {
        count = columns.count
        unsafe binds = Self.allocateBinds(columns.count)
        for (position, column) in columns.enumerated() {
            precondition(column.count == rows, "column \(position) has \(column.count) values, not \(rows)")
            switch column {
            case .int64(let values):
                let numbers = unsafe own(Int64.self, rows)
                unsafe values.withUnsafeBufferPointer { source in
                    if let first = source.baseAddress { unsafe numbers.update(from: first, count: rows) }
                }
                unsafe binds[position].buffer_type = MYSQL_TYPE_LONGLONG
                unsafe binds[position].buffer = UnsafeMutableRawPointer(numbers)
            case .optionalInt64(let values):
                let numbers = unsafe own(Int64.self, rows)
                let indicators = unsafe own(CChar.self, rows)
                for (row, value) in values.enumerated() {
                    unsafe numbers[row] = value ?? 0
                    unsafe indicators[row] = Self.indicator(value == nil)
                }
                unsafe binds[position].buffer_type = MYSQL_TYPE_LONGLONG
                unsafe binds[position].buffer = UnsafeMutableRawPointer(numbers)
                unsafe binds[position].u.indicator = indicators
            case .bytes(let values):
                unsafe describe(position, MYSQL_TYPE_BLOB, values, byteCount: { $0.count }) { value, place in
                    unsafe value.withUnsafeBufferPointer { unsafe Self.copy($0, to: place) }
                }
            case .text(let values):
                unsafe describe(position, MYSQL_TYPE_STRING, values, byteCount: { $0.utf8.count }) { value, place in
                    var value = value
                    return value.withUTF8 { unsafe Self.copy($0, to: place) }
                }
            }
        }
    }

    deinit {
        unsafe owned.forEach { unsafe $0.deallocate() }
        unsafe binds.deallocate()
    }

    /// Describes a single value of known length.
    private func describe(
        _ position: Int, _ type: enum_field_types, _ bytes: UnsafeMutablePointer<UInt8>, _ length: Int
    ) {
        unsafe binds[position].buffer_type = type
        unsafe binds[position].buffer = UnsafeMutableRawPointer(bytes)
        unsafe binds[position].buffer_length = UInt(length)
        unsafe binds[position].length_value = UInt(length)
    }

    /// Describes a column of values that have lengths: an array of pointers, one of lengths, one of null marks.
    private func describe<Value>(
        _ position: Int, _ type: enum_field_types, _ values: [Value?], byteCount: (Value) -> Int,
        copy: (Value, UnsafeMutablePointer<UInt8>) -> Int
    ) {
        let total = values.reduce(0) { $0 + ($1.map(byteCount) ?? 0) }
        var next = unsafe own(UInt8.self, total)
        let pointers = unsafe own(UnsafeMutablePointer<UInt8>.self, values.count)
        let lengths = unsafe own(UInt.self, values.count)
        let indicators = unsafe own(CChar.self, values.count)
        for (row, value) in values.enumerated() {
            unsafe pointers[row] = next
            let length = value.map { unsafe copy($0, next) } ?? 0
            unsafe lengths[row] = UInt(length)
            unsafe indicators[row] = Self.indicator(value == nil)
            unsafe next += length
        }
        unsafe binds[position].buffer_type = type
        unsafe binds[position].buffer = UnsafeMutableRawPointer(pointers)
        unsafe binds[position].length = lengths
        unsafe binds[position].u.indicator = indicators
    }

    /// Memory that lives as long as this object.
    private func own<Element: BitwiseCopyable>(_ type: Element.Type, _ count: Int) -> UnsafeMutablePointer<Element> {
        let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(count, 1))
        unsafe owned.append(UnsafeMutableRawPointer(memory))
        return unsafe memory
    }

    private static func allocateBinds(_ count: Int) -> UnsafeMutablePointer<MYSQL_BIND> {
        let binds = UnsafeMutablePointer<MYSQL_BIND>.allocate(capacity: max(count, 1))
        unsafe binds.initialize(repeating: MYSQL_BIND(), count: max(count, 1))
        return unsafe binds
    }

    private static func copy(_ source: UnsafeBufferPointer<UInt8>, to place: UnsafeMutablePointer<UInt8>) -> Int {
        if let first = source.baseAddress { unsafe place.update(from: first, count: source.count) }
        return source.count
    }

    private static func indicator(_ isNull: Bool) -> CChar {
        CChar(isNull ? STMT_INDICATOR_NULL.rawValue : STMT_INDICATOR_NONE.rawValue)
    }
}

extension SQLValue {
    /// The bytes a text or byte value takes.
    fileprivate var byteCount: Int {
        switch self {
        case .null, .int64: 0
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        }
    }
}
