"""Cypher for people and for other tools: the schema, the statements that load, and one query per analysis."""
