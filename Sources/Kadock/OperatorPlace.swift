import ArgumentParser
import DevStack

/// The options that all operator's commands share: which database, and who reads the answer.
struct OperatorPlace: ParsableArguments {
    @Option(help: "The configuration file; default: that of the stack in --directory.")
    var config: String?

    @Option(help: "The directory given to `kadock up`.")
    var directory = ".kadock"

    @Flag(help: "Prints the result as JSON.")
    var json = false

    /// Runs `body` as the operator; a failure is told in words and ends the program with 1.
    func run(_ body: (OperatorDesk) throws(StackFailure) -> Void) throws {
        try Report.orExit { () throws(StackFailure) in
            let file = config ?? RunDirectory(directory).operatorFile
            let desk = try OperatorDesk(DatabaseSettings.address(file: file), configuration: file)
            defer { desk.close() }
            try body(desk)
        }
    }

    /// Where private keys are put that are made here.
    func keyFolder(_ wanted: String?) -> String {
        wanted ?? (config == nil ? RunDirectory(directory).path + "/keys" : ".")
    }
}
