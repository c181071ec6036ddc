"""Charts as files, drawn with matplotlib."""
