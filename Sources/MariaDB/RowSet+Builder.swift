extension RowSet {
    /// Gathers cells in row order.
    struct Builder {
        private let kinds: [ColumnKind]
        private var cells: [Int64] = []
        private var nulls: [Bool] = []
        private var bytes: [UInt8] = []

        init(kinds: [ColumnKind]) {
            self.kinds = kinds
            cells.reserveCapacity(kinds.count * 16)
            nulls.reserveCapacity(kinds.count * 16)
        }

        mutating func appendNull() {
            cells.append(0)
            nulls.append(true)
        }

        mutating func append(_ value: Int64) {
            cells.append(value)
            nulls.append(false)
        }

        mutating func append(_ value: UnsafeRawBufferPointer) {
            precondition(bytes.count + value.count <= Int(UInt32.max), "an answer of more than 4 GiB")
            cells.append(Int64(bytes.count) << 32 | Int64(value.count))
            nulls.append(false)
            unsafe bytes.append(contentsOf: value)
        }

        /// Appends `count` bytes written by `fill`.
        mutating func append<Failure: Error>(
            count: Int, _ fill: (UnsafeMutableRawBufferPointer) throws(Failure) -> Void
        ) throws(Failure) {
            let start = bytes.count
            precondition(start + count <= Int(UInt32.max), "an answer of more than 4 GiB")
            bytes.append(contentsOf: repeatElement(0, count: count))
            var failure: Failure?
            unsafe bytes.withUnsafeMutableBytes { all in
                do throws(Failure) {
                    try unsafe fill(UnsafeMutableRawBufferPointer(rebasing: all[start...]))
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            cells.append(Int64(start) << 32 | Int64(count))
            nulls.append(false)
        }

        func finish() -> RowSet {
            RowSet(kinds: kinds, cells: cells, nulls: nulls, bytes: bytes)
        }
    }
}
