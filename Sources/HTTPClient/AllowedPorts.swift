/// On which ports a request may be made for somebody else: 80, 443, and those from 1024 on unless another service is
/// at home there that could be talked into something by a request.
enum AllowedPorts {
    /// The bad ports of https://fetch.spec.whatwg.org/#port-blocking from 1024 on, and data stores, queues and
    /// consoles, ours first.
    private static let denied: Set<UInt16> = [
        3306, 9000,  // MariaDB and FastCGI
        1433, 1521, 5432, 5984, 6379, 6380, 7000, 7001, 7474, 9042, 9160, 11211, 27017, 27018, 27019, 28017,  // stores
        1883, 2181, 2379, 2380, 4222, 4369, 5671, 5672, 8883, 9092, 15672, 25672, 61616,  // queues, coordination
        2375, 2376, 4243, 6443, 8500, 8600, 9200, 9300, 10250, 10255, 10256,  // orchestration, search
        2049, 3128, 3389, 4444, 4567, 4568, 5601, 5900, 5901, 5985, 5986,  // files, proxies, desktops, replication
        1719, 1720, 1723, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
    ]

    static func contains(_ port: UInt16) -> Bool {
        port == 443 || port == 80 || (port >= 1024 && !denied.contains(port))
    }
}
