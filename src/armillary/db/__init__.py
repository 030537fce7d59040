"""The services' database: engine, transactions, column types and migrations."""
