import Foundation
import Logging
import Settings
import Threading

/// `kadock-worker --config FILE`: answers requests that nginx passes on by FastCGI.
///
/// Exit status: 0 after SIGTERM or SIGINT, 1 when it could not start, 2 for a wrong command line.
@main
struct KadockWorker {
    static func main() {
        StopSignals.block()
        let environment = ProcessInfo.processInfo.environment
        CrashSignals.endAtOnce(environment)
        let arguments = CommandLine.arguments
        guard arguments.count == 3, arguments[1] == "--config" else {
            LogOutput.standardError.write(Array("usage: kadock-worker --config FILE\n".utf8))
            exit(2)
        }
        var log = Logger(label: "kadock-worker", factory: { _ in JSONLogHandler(output: .standardError) })
        do throws(SettingsFailure) {
            let settings = try WorkerSettings(
                Settings(file: arguments[2], environment: environment))
            log.logLevel = settings.logLevel
            log[metadataKey: "worker"] = "\(settings.name)"
            log[metadataKey: "pid"] = "\(ProcessInfo.processInfo.processIdentifier)"
            let worker = try Worker(settings, log)
            worker.start()
            log.info("started", metadata: ["listen": "\(settings.listen)", "threads": "\(settings.threads)"])
            StopSignals.wait()
            worker.stop()
            log.info("stopped")
        } catch {
            log.critical("not started", metadata: ["why": "\(error.description)"])
            exit(1)
        }
    }
}
