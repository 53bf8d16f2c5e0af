import ArgumentParser
import Values

extension Currency: ExpressibleByArgument {
    package init?(argument: String) { self.init(code: argument) }

    package var defaultValueDescription: String { code }
}
