"""Typed values of people, documents and sites, by wave where they differ: what one may be, their tables out and in."""
