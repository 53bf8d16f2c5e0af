/// Text in which nothing hides: what cannot be seen, or turns around what stands beside it, shows its number.
enum VisibleText {
    static func of(_ bytes: [UInt8]) -> String {
        let first = bytes.firstIndex { $0 != 0x20 } ?? bytes.endIndex
        let last = bytes.lastIndex { $0 != 0x20 } ?? bytes.startIndex
        var result = ""
        var index = bytes.startIndex
        while index < bytes.endIndex {
            guard let scalar = scalar(bytes, at: index) else {
                result += "[" + hex(UInt32(bytes[index]), digits: 2) + "]"
                index += 1
                continue
            }
            if scalar == " ", index < first || index > last {
                result += "\u{2423}"
            } else if isHidden(scalar) {
                result += "[U+" + hex(scalar.value, digits: 4) + "]"
            } else {
                result.unicodeScalars.append(scalar)
            }
            index += UTF8.width(scalar)
        }
        return result
    }

    private static func scalar(_ bytes: [UInt8], at index: Int) -> Unicode.Scalar? {
        for width in 1...4 where index + width <= bytes.count {
            if let text = String(validating: bytes[index..<(index + width)], as: UTF8.self) {
                return text.unicodeScalars.first
            }
        }
        return nil
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
        case .spaceSeparator: scalar != " "
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private static func hex(_ number: UInt32, digits: Int) -> String {
        let text = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
