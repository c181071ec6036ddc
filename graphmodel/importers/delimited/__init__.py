"""Delimited text, from its bytes to records: encodings, delimiters, quotes."""
