import Foundation

/// nginx in the foreground, started again when it dies.
package final class NginxServer: Sendable {
    private let process: SupervisedProcess

    /// Starts nginx with the configuration that lies in the directory.
    package init(_ directory: RunDirectory) throws(StackFailure) {
        let program = try SystemProgram.nginx.find()
        process = try SupervisedProcess(name: "nginx") { () throws(StackFailure) in
            // TERM, not KILL: the master must end its workers.
            try ChildProcess(
                program, ["-p", directory.path, "-c", directory.nginxFile, "-g", "daemon off;"],
                log: directory.log("nginx"), atOurDeath: .terminate)
        }
    }

    deinit { stop() }

    /// The master process as it is now; nil between two starts.
    package var processID: Int32? { process.child?.processID }
    package var restarts: Int { process.restarts }

    /// Kills the master and its workers. nginx comes back by itself.
    package func kill() { process.child?.signalGroup(SIGKILL) }

    /// Reads the configuration anew; requests go on.
    package func reload() { process.child?.signal(SIGHUP) }

    /// Ends nginx; requests it has in hand get a few seconds.
    package func stop() { process.stop(SIGQUIT, withinMilliseconds: 3_000) }
}
