/// The Content-Type of what we read (RFC 9110 §8.3).
enum MediaType: String, Sendable {
    case json = "application/json"
    /// The URL standard's encoding of forms.
    case form = "application/x-www-form-urlencoded"
    /// The same, or the other encoding of forms, which shops' servers use as well.
    case anyForm = "application/x-www-form-urlencoded or multipart/form-data"

    var isForm: Bool { self != .json }

    /// Whether a field names this type, with no parameter but a charset of UTF-8.
    func matches(_ field: String) -> Bool {
        if self == .anyForm { return MediaType.form.matches(field) || MultipartForm.matches(field) }
        // As nearly everybody writes it.
        if field == rawValue { return true }
        let parts = field.lowercased().utf8.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { String(Substring($0)).trimmingSpaceAndTab }
        guard let type = parts.first, type == rawValue, parts.count <= 2 else { return false }
        return parts.count == 1 || parts[1] == "charset=utf-8" || parts[1] == "charset=\"utf-8\""
    }
}
