extension DatabaseServer {
    /// The server's configuration file. These are the settings to take over into a server of one's own, each with its
    /// reason; what is only for a private server on a socket is in the last paragraph.
    static func configuration(_ place: DatabasePlace, _ options: DatabaseOptions) -> String {
        """
        [mariadbd]
        # A commit that was answered is on disk: the redo log is flushed at every commit, never once a second.
        innodb_flush_log_at_trx_commit = 1
        # A page half written in a power cut is restored.
        innodb_doublewrite = ON
        innodb_flush_method = O_DIRECT
        # No replica reads from this server, and point-in-time recovery of a private server is nobody's need: without
        # the binary log a commit is one flush instead of two. With it: sync_binlog = 1 and binlog_format = ROW,
        # because at the default of 0 InnoDB's own commits are not durable either.
        skip_log_bin
        sync_binlog = 1
        binlog_format = ROW

        # A lane that waits for a row gives up after a second, halves its batch and tries again.
        innodb_lock_wait_timeout = 1
        # Should a program forget ROLLBACK after a lock timeout, no half transaction is left to commit.
        innodb_rollback_on_timeout = ON
        # Under REPEATABLE READ a write onto a row that changed since the snapshot fails instead of losing the change.
        innodb_snapshot_isolation = ON
        innodb_print_all_deadlocks = ON
        # A worker that was stopped in the middle of a transaction lets go of its locks.
        idle_write_transaction_timeout = 10
        idle_transaction_timeout = 30
        # Somebody's ALTER waits for at most this long, and payments behind it no longer.
        lock_wait_timeout = 5

        # Out of range, too long, divided by zero: an error, not a silent change.
        sql_mode = TRADITIONAL,ONLY_FULL_GROUP_BY,NO_ENGINE_SUBSTITUTION
        character_set_server = utf8mb4
        collation_server = utf8mb4_bin
        default_storage_engine = InnoDB

        # LOAD DATA LOCAL would let a server read files of its clients.
        local_infile = 0
        # Accounts are names, not hosts: no reverse lookups that can hang.
        skip_name_resolve
        # Only a replication thread may set the clock of its session: rows cannot be written back in time.
        secure_timestamp = REPLICATION
        # Unix sockets count as secure, TCP only with TLS.
        require_secure_transport = ON

        # Workers × (lanes + readers) plus room for operators and fail-over.
        max_connections = \(options.maxConnections)
        innodb_buffer_pool_size = \(options.bufferPoolMebibytes)M
        innodb_log_file_size = \(options.redoLogMebibytes)M

        # A private server: one socket, no network, nothing outside its directory.
        skip_networking
        datadir = \(place.data)
        tmpdir = \(place.temporary)
        socket = \(place.socket)
        pid_file = \(place.pidFile)
        log_error = \(place.log)
        performance_schema = OFF
        \(options.extraLines.joined(separator: "\n"))

        """
    }
}
