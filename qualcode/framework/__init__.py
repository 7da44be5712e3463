"""The framework matrix (Gale et al. 2013): its cells, why one is stale, links to passages, files out and in."""
