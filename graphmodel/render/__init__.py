"""The output formats: each in a file of its own, registered here. No renderer knows an analysis."""
