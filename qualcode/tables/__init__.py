"""The tables of a study: what counts, in which groups and order, by which rule; each asks the store for data."""
