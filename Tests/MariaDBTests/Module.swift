// The MariaDBTests module.
