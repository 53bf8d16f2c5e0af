import ArgumentParser
import DevStack

/// `kadock down`
struct Down: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ends the stack that runs in a directory; its data stays.")

    @Option(help: "The directory given to `kadock up`.")
    var directory = ".kadock"

    @Flag(help: "Prints the result as JSON.")
    var json = false

    func run() throws {
        let place = RunDirectory(directory)
        let ended = try Report.orExit { () throws(StackFailure) in try StackLock.end(place) }
        if json {
            print(#"{"ended":\#(ended)}"#)
        } else {
            print(ended ? "Kadock has ended." : "No stack runs in \(place.path).")
        }
    }
}
