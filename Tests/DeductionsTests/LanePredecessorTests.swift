import DevStack
import MariaDB
import Testing
import Threading
import Values

@testable import Deductions

struct LanePredecessorTests {
    @Test(
        "B2 a lane ends its earlier session that still holds its row, though statements are under way behind the fence")
    func ends() throws {
        let folder = try TemporaryDirectory()
        let server = try DatabaseServer.start(in: folder.path)
        defer { server.stop() }
        _ = try server.migrate()
        let administrator = try Session(server.address())
        defer { administrator.close() }
        try administrator.script(
            """
            INSERT INTO payer VALUES (7, 0, 'p', REPEAT('s', 16), REPEAT('h', 32), 'active', 0);
            INSERT INTO wallet (payer_id, currency) VALUES (7, 156);
            SET GLOBAL innodb_lock_wait_timeout = 60;
            """)
        let timeouts = SessionTimeouts(connectSeconds: 2, readSeconds: 3, writeSeconds: 3)
        let lane = try MariaDBLane(try server.address(.worker), worker: "b2", timeouts: timeouts)
        // The wallet is somebody's: the lane's session waits for it on the server, with the lane's row in hand, long
        // after the lane has given it up.
        try administrator.begin()
        _ = try administrator.query("SELECT balance FROM wallet WHERE payer_id = \(7 as Int64) FOR UPDATE")
        var reach = Reach()
        reach.payers = [Identifier(7)]
        #expect(try lane.fence(batch: 1, resolved: LostCommits()))
        #expect(throws: DatabaseFailure.self) { try lane.lock(reach) }
        let other = try Session(server.address())
        defer { other.close() }
        try other.script("SET GLOBAL innodb_lock_wait_timeout = 1")
        try lane.reconnect()
        try lane.announce(
            Opening(
                batch: 1, resolved: LostCommits(), nonces: [], seenAt: Timestamp(microseconds: 0), claims: [],
                reach: reach))
        do {
            _ = try lane.fence(batch: 1, resolved: LostCommits())
            Testing.Issue.record("the earlier session did not hold the row")
        } catch {
            #expect(error.kind == .lockTimeout)
        }
        try lane.killPredecessor()
        try lane.rollback()
        #expect(try lane.fence(batch: 1, resolved: LostCommits()))
        try lane.rollback()
    }
}
