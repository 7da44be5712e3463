"""The database file and the YAML files beside it: opening, tables and their steps, views, copies."""
