"""How a code is known on the screen: the looks that pictures share, under the name the screen knows them by."""

from __future__ import annotations

from qualcode.looks import DARK, GLYPHS, HUES, LIGHT, UNKNOWN, Look, label_of, looks, marks_of

__all__ = ["DARK", "GLYPHS", "HUES", "LIGHT", "UNKNOWN", "Look", "label_of", "looks", "marks_of"]
