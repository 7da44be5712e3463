"""YAML as its writer left it: read with the place of everything, changed only on the lines that must change."""
