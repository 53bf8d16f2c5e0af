internal import CMariaDB

extension Session {
    /// Sent once after connecting, as one statement. The collation compares as bytes, so that literals behave as the
    /// VARBINARY keys they meet. Lock waits are limited by the server's configuration, not here.
    static let setUp = """
        SET SESSION tx_isolation = 'READ-COMMITTED', time_zone = '+00:00', collation_connection = utf8mb4_bin, \
        sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ZERO_DATE,NO_ZERO_IN_DATE,ONLY_FULL_GROUP_BY,\
        NO_ENGINE_SUBSTITUTION'
        """

    static func setOptions(
        _ handle: UnsafeMutablePointer<MYSQL>, _ address: DatabaseAddress, _ timeouts: SessionTimeouts
    ) {
        var connect = timeouts.connectSeconds
        var read = timeouts.readSeconds
        var write = timeouts.writeSeconds
        var off: my_bool = 0
        var on: my_bool = 1
        var noLocalFiles: UInt32 = 0
        unsafe mysql_options(handle, MYSQL_OPT_CONNECT_TIMEOUT, &connect)
        unsafe mysql_options(handle, MYSQL_OPT_READ_TIMEOUT, &read)
        unsafe mysql_options(handle, MYSQL_OPT_WRITE_TIMEOUT, &write)
        unsafe mysql_options(handle, MYSQL_OPT_RECONNECT, &off)
        // A hostile server could otherwise ask for any file of ours.
        unsafe mysql_options(handle, MYSQL_OPT_LOCAL_INFILE, &noLocalFiles)
        unsafe mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4")
        if let authority = address.authorityFile {
            unsafe mysql_options(handle, MYSQL_OPT_SSL_CA, authority)
            unsafe mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &on)
            unsafe mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &on)
        }
    }

    static func connect(_ handle: UnsafeMutablePointer<MYSQL>, _ address: DatabaseAddress) -> Bool {
        let database = address.database.isEmpty ? nil : address.database
        switch address.place {
        case .socket(let path):
            return unsafe mysql_real_connect(
                handle, nil, address.user, address.password, database, 0, path, 0) != nil
        case .tcp(let host, let port):
            // "localhost" would otherwise mean the default unix socket.
            var protocolType = UInt32(MYSQL_PROTOCOL_TCP.rawValue)
            unsafe mysql_options(handle, MYSQL_OPT_PROTOCOL, &protocolType)
            return unsafe mysql_real_connect(
                handle, host, address.user, address.password, database, UInt32(port), nil, 0) != nil
        }
    }
}
