import RawStructuredFieldValues

/// A dictionary of structured fields (RFC 9651 §3.2) whose keys are all different.
///
/// The RFC lets a later member replace an earlier one. Where money is signed for, two members of one name mean that
/// somebody hopes for two readers who disagree.
enum StructuredDictionary {
    /// nil: not a dictionary, or a key comes twice.
    static func parse(_ text: String) -> OrderedMap<String, ItemOrInnerList>? {
        let bytes = Array(text.utf8)
        var parser = StructuredFieldValueParser(bytes)
        guard let members = try? parser.parseDictionaryFieldValue(), members.count == memberCount(bytes) else {
            return nil
        }
        return members
    }

    /// How many members a well-formed dictionary's text has: its commas outside strings, and one. Commas occur
    /// nowhere else, neither in byte sequences nor in inner lists.
    private static func memberCount(_ bytes: [UInt8]) -> Int {
        var isInString = false
        var isEscaped = false
        var commas = 0
        for byte in bytes {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\"") {
                isInString.toggle()
            } else if isInString {
                isEscaped = byte == UInt8(ascii: "\\")
            } else if byte == UInt8(ascii: ",") {
                commas += 1
            }
        }
        return commas + 1
    }
}
