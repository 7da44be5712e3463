"""The appendix: built once as plain data, then written by one small writer a format."""
