import JSON
import Policies

extension PolicyVersion {
    /// Prints the document: for machines on one line, for people so that it can be edited.
    func report(json: Bool) {
        var writer = JSONWriter(capacity: 2048)
        writer.object { write(into: &$0) }
        guard !json, let value = try? JSONReader.parse(writer.bytes) else {
            return print(String(decoding: writer.bytes, as: UTF8.self))
        }
        print(value.indented)
    }
}
