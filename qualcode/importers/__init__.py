"""A file of any accepted kind, read into a transcript: text, turns, speakers, sentences. Nothing here writes."""

from __future__ import annotations

from qualcode.importers.reading import Imported, read, read_conversation
from qualcode.importers.textgrid import group_files

__all__ = ["Imported", "group_files", "read", "read_conversation"]
