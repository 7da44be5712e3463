"""Pictures where people look rather than read: from plain data to rows for a terminal and to SVG, always with words.

Every picture is frozen data with a `title`, a `description()`, `lines(width)` and `svg()`; `studied` makes them.
"""
