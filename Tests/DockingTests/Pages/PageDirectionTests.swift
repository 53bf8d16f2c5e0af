import PageFiles
import Testing

/// Text by others may run from right to left, or hold marks that turn around what follows.
struct PageDirectionTests {
    /// What shops and payers wrote, as templates call it.
    private static let places = ["shop", "goods", "order", "login", "number", "pair"]

    @Test(
        "N2 what others wrote stands in a frame of its own direction, in every template",
        arguments: PageFiles.templates.map(\.name))
    func frames(name: String) throws {
        let file = try #require(PageFiles.templates.first { $0.name == name })
        let text = String(decoding: file.content, as: UTF8.self)
        for place in Self.places {
            let framed = ["<bdi>{{\(place)}}</bdi>", "=\"{{\(place)}}\""].map { text.ranges(of: $0).count }
            #expect(text.ranges(of: "{{\(place)}}").count == framed[0] + framed[1], "\(place)")
        }
    }
}
