/// One thread's requests, written one after the other.
package protocol RequestStream {
    mutating func next() -> [UInt8]
}
