"""An oracle for ``mapping suggest``: random true catalogues, written as sheets as people keep them, and read again."""
