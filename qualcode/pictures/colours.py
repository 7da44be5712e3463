"""A ramp of lightness that reads in grey as in colour, and how well two colours stand apart."""

from __future__ import annotations

INK = "#1f2328"
SOFT = "#5c636b"
FAINT = "#c9ced4"
PAPER = "#ffffff"
RAMP = ("#dce9f5", "#a9cce8", "#6fa8d6", "#2f74b5", "#0b3c6f")
"""Light to dark, five steps of one blue: each step and its neighbours differ in lightness, not in hue alone."""
STEPS = len(RAMP)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, from 0 to 1 (WCAG 2.2)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(ground: str) -> str:
    """Black or white, whichever is read better on a colour."""
    return max(("#000000", PAPER), key=lambda ink: contrast(ink, ground))


def step(share: float) -> int:
    """Which step of the ramp, 1 to 5, a share from 0 to 1 is drawn with; 0 for nothing."""
    return 0 if share <= 0 else min(STEPS, int(-(-round(share * STEPS, 9) // 1)))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
