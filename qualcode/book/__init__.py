"""The care of a codebook: edits of its text, what a merge would do, names that nearly exist, what changed when."""
