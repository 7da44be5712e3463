"""The one SQLite file of a study: connection, schema, acts with their inverses, queries, counting, backups."""
