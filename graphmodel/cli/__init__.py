"""The command line: thin, built from the registries."""
