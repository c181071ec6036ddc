"""SELECT: the grammar, and which services it selects."""
