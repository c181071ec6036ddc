"""Workbooks as files: what a cell is, and how sheets are written; read they are in ``importers``."""
