"""Catalogues as graphs of other libraries, and back, read through the same checks as every import."""
