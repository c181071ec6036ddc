"""Where a record was read: a line of a file, or a path in a document that has no lines.

Tables, plans and stores keep two values per record, whatever the format: a text that many records share, and a number.
The text is the file's name where the number is a line. In a document it is the file's name and the path of a sheet's
records, in which the number has a place.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """The place a record was read from."""

    file: str
    """Relative to the imported folder, with ``/``; empty where there is none (implied records)."""
    line: int
    """Physical line, from 1; 0 where there is none."""
    source: str = ""
    """The source that gave it; empty where nobody did (implied records)."""
    path: str = ""
    """The place within a document that has no lines (``services[3]``, ``Sheet2!7``); empty where there is a line."""

    def __str__(self) -> str:
        """As messages write it.

        >>> str(Origin("services.csv", 3)), str(Origin("estate.json", 0, path="services[2]"))
        ('services.csv:3', 'estate.json: services[2]')
        >>> str(Origin("", 3))
        'line 3'
        """
        if self.path:
            return f"{self.file}: {self.path}"
        return f"{self.file}:{self.line}" if self.file else f"line {self.line}"

    @property
    def place(self) -> str:
        """All of it for people; empty where there is no file.

        >>> Origin("a.csv", 2, "erp").place, Origin("a.csv", 2).place, Origin("", 0).place
        ('a.csv:2 (source erp)', 'a.csv:2', '')
        """
        by = f" (source {self.source})" if self.source else ""
        return f"{self}{by}" if self.file else ""

    def cell(self, column: str) -> str:
        """The path of one of its cells, as far as the document is known; empty where there is a line.

        >>> Origin("estate.json", 0, path="services[2]").cell("rto"), Origin("services.csv", 3).cell("rto")
        ('services[2].rto', '')
        """
        return f"{self.path}.{column}" if self.path and column else self.path

    @property
    def words(self) -> str:
        """The same inside a sentence.

        >>> Origin("services.csv", 3).words, Origin("estate.json", 0, path="services[2]").words
        ('services.csv line 3', 'estate.json services[2]')
        """
        return f"{self.file} {self.path or f'line {self.line}'}".lstrip()


def shared_text(file: str, sheet: str = "", path: str = "", first: int = 1) -> str:
    """What the records of a sheet share of their origin: file, sheet, and a document's path with ``{}`` for the number.

    ``first``: what the path of the first record, whose number is 1, has for it. A path without ``{}`` has no number.

    >>> origin(shared_text("estate.json", "services", "services[{}]", 0), 3)
    Origin(file='estate.json', line=0, source='', path='services[2]')
    >>> origin(shared_text("services.csv"), 3)
    Origin(file='services.csv', line=3, source='', path='')
    >>> origin(shared_text("command line", path="2026-11-26"), 1)
    Origin(file='command line', line=0, source='', path='2026-11-26')
    """
    parts = [file, sheet] if sheet or path else [file]
    if path:
        before, numbered, after = path.rpartition("{}")
        parts += before, str(first) if numbered else "", after
    return "\t".join(part.replace("\t", " ") for part in parts)


def origin(shared: str, number: int, source: str = "") -> Origin:
    """The origin of one record, given what it shares with others (``shared_text``) and its own number."""
    if "\t" not in shared:
        return Origin(shared, number, source)
    file, _, *path = shared.split("\t")
    if len(path) != 3:
        return Origin(file, number, source)
    before, first, after = path
    where = str(number - 1 + int(first)) if first else ""
    return Origin(file, 0, source, f"{before}{where}{after}")
