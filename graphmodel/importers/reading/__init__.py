"""A file of delimited text, from its bytes to tables of canonical values with their problems."""
