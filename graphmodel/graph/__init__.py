"""The catalogue as integers: the index and the algorithms on it. Knows no I/O and prints nothing."""
