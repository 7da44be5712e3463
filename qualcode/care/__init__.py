"""The codebook over time: what a merge would do, what was changed when and why, what is coded under old definitions."""
