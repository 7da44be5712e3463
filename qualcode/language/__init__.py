"""Words and sentences of French and English text; spaCy is loaded only when sentences are asked for."""
