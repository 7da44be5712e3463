"""Pure methods over plain data: shares, saturation, co-occurrence; nothing here reads a study."""
