"""The one rule of counting, and what is counted by it."""
