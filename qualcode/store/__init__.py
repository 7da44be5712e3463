"""Everything that touches SQLite, in rooms one above the other; here an act becomes a transaction and an event."""
