"""The coverage rules: each in a file of its own, registered here."""
