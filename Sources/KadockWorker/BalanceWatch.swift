import Docking
import Ledger
import Logging
import MariaDB
import Settlement
import Threading
import Values

/// Has the books checked, and tells the log of what is broken.
final class BalanceWatch: Sendable {
    private static let pauseMilliseconds = 1_000

    private let thread: RepeatingThread
    private let counts: Guarded<AuditCounts>

    init(_ address: DatabaseAddress, worker: String, _ log: Logger) {
        let counts = Guarded(AuditCounts())
        self.counts = counts
        thread = RepeatingThread(name: "audit", firstPauseMilliseconds: Self.pauseMilliseconds) {
            let audit = BalanceAudit(address, holder: worker) { log.report($0) }
            return {
                // With the database away nothing can be checked; the directory's watch tells the log.
                let pause = (try? audit.round()) ?? Self.pauseMilliseconds
                counts.withLock { $0 = audit.counts }
                return pause
            }
        }
    }

    func stop() { thread.stop() }

    func families() -> [MetricFamily] {
        let counts = counts.withLock { $0 }
        return [
            MetricFamily(
                "kadock_audit_broken_accounts", "Accounts that are frozen, as of this worker's last look.", .gauge,
                counts.brokenAccounts),
            MetricFamily(
                "kadock_audit_findings_total", "What does not add up, by two looks.", .counter, counts.findings),
            MetricFamily("kadock_audit_rows_total", "Rows looked at.", .counter, counts.rows),
            MetricFamily("kadock_audit_passes_total", "Passes over all books.", .counter, counts.passes),
            MetricFamily("kadock_audit_pass_rows", "Rows of the last pass.", .gauge, counts.passRows),
            MetricFamily("kadock_audit_pass_seconds", "Time of the last pass.", .gauge, counts.passSeconds),
        ]
    }
}

extension Logger {
    fileprivate func report(_ verdict: AuditVerdict) {
        switch verdict {
        case .whole: break
        case .froze(let finding): error("account frozen, its books are broken", metadata: metadata(finding))
        case .stands(let finding): error("books are broken", metadata: metadata(finding))
        }
    }

    private func metadata(_ finding: AuditFinding) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "figure": "\(finding.figure.rawValue)", "expected": "\(finding.expected)", "found": "\(finding.found)",
        ]
        if let object = finding.object { metadata["object"] = "\(object.text)" }
        guard let account = finding.account else { return metadata }
        metadata["owner"] = "\(account.owner.text)"
        metadata["kind"] = "\(account.kind.name)"
        metadata["currency"] = "\(account.currency.code)"
        return metadata
    }
}
