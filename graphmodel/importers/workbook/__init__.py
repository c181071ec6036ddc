"""Workbooks: whether they are safe to be opened, what their cells say, and how some rows are written again."""
