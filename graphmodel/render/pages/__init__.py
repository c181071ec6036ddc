"""HTML pages to read and to print."""
