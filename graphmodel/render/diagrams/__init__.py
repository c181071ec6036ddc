"""Diagrams as files: one file per format."""
