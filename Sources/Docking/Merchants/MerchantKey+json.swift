import JSON
import Merchants
import Values

extension MerchantKey {
    /// Writes what everybody may know who may ask for the key.
    func write(into writer: inout JSONWriter) {
        writer.field("key_id", keyID)
        writer.field("algorithm", algorithm.rawValue)
        writer.field("public_key", algorithm.isShared ? nil : String(decoding: material, as: UTF8.self))
        writer.field("created_at", createdAt?.rfc3339)
        writer.field("valid_until", validUntil?.rfc3339)
    }
}
