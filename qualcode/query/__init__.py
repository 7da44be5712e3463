"""The language in which codings are asked for: its words, its tree, its reading, how what is typed may go on. Pure."""
