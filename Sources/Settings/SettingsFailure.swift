/// Why a program does not start with the configuration it was given: one sentence for whoever has to mend it.
package struct SettingsFailure: Error, CustomStringConvertible, Equatable {
    package let description: String

    package init(_ description: String) { self.description = description }
}
