"""Everything that touches SQLite, in rooms one above the other; here what makes of an act a transaction and an event."""
