"""Answers as files: reports, diagrams, charts and pages, in one theme."""
