extension DatabaseFailure.Kind {
    /// The class of an error number (https://mariadb.com/kb/en/mariadb-error-code-reference/).
    init(code: UInt32) {
        switch code {
        case 1213, 1020: self = .rolledBack
        case 1205: self = .lockTimeout
        case 1062, 1169, 1586: self = .duplicate
        case 1048, 1216, 1217, 1264, 1265, 1364, 1366, 1406, 1451, 1452, 1690, 4025: self = .constraint
        case 1290, 1792, 1836: self = .readOnly
        case 1317, 1969, 3024: self = .interrupted
        case 1040, 1203, 1226: self = .connectionLost  // No room for one more connection.
        case 1047, 1053, 1080, 1152, 1153, 1158...1161, 1184, 1927: self = .connectionLost
        case 1180: self = .connectionLost  // An error during COMMIT: done or not, as when the connection breaks.
        case 2002, 2003, 2005, 2006, 2012, 2013, 2026, 2055: self = .connectionLost
        case 2008, 2014, 2020, 2027: self = .connectionLost  // The two ends no longer understand each other.
        default: self = .other
        }
    }
}
