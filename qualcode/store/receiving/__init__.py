"""A project of another program taken in as one act, and what is kept aside of it."""
