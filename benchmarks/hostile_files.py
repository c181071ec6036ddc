"""``python -m benchmarks.hostile_files [FLIPS [CELLS]]``: every command on damaged and on hostile catalogue files.

Of damaged files (by default 800, one bit turned in each) every answer must be that of the sound file, or an error of
exit code 5 that ``doctor`` shares. Of files made on purpose, with right checksums, every command must answer or say
what is wrong, in a few seconds and in little memory: never "a defect of graphmodel". Prints the counts.
"""

from __future__ import annotations

import io
import random
import resource
import signal
import sqlite3
import struct
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zlib import crc32

FLIPS = 800
CASES = 800
SECONDS = 20
MEMORY = 3 * 2**30

FILES = {
    "services.csv": "id,name,category,criticality,availability,support_hours,rto,reviewed,aliases,tags,keeper,cost\n"
    "sso,Single sign-on,security,1,99.95,24x7,PT4H,2024-05-01,login;iam,a;b,Ann,10\n"
    "mail,Mail,office,3,,,,,,,Zoë,\nmail2,Mail two,office,3,,,,,,,,\n",
    "products.csv": "id,name,category,criticality,availability,support_hours\nlms,Learning,teaching,2,99,24x7\n",
    "dependencies.csv": "service,depends_on,strength,group,needs,note\nlms,sso,hard,,,\n"
    "lms,mail,soft,post,1,either\nlms,mail2,soft,post,1,either\nsso,mail,,,,\n",
    "categories.csv": "id,name,parent,availability\nteaching,Teaching,office,99\noffice,Office,,98\n"
    "security,Security,,\n",
    "roles.csv": "id,name,holder,team,contact\nops,Operations,Ann,T,ann@example.org\n",
    "responsibilities.csv": "role,service,responsibility,duty\nops,sso,A,calls\nops,lms,R,\n",
}

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("history",), ("list", "services"), ("list", "categories"), ("list", "roles"), ("show", "sso"), ("show", "lms"),
    ("show", "office"), ("show", "ops"), ("stats",), ("gaps",), ("check",), ("roles",), ("impact", "mail"),
    ("underpinning",), ("underpinning", "--matrix", "types"), ("paths", "lms", "mail"), ("cycles",), ("diff", "1", "2"),
    ("list", "services", "criticality<=2"), ("doctor",),
)  # fmt: skip

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)"
REVISIONS = (
    "SELECT x AS number, 'u' AS uid, 't' AS time, 's' AS source, 'import' AS action, 0, 0, 0, 0 FROM n"
)

SOME = (("show", "sso"), ("gaps",), ("roles",), ("underpinning", "--matrix", "types"), ("doctor",))
"""What is asked of each file that somebody made on purpose, beside one other command."""

STATEMENTS: tuple[str, ...] = (
    "CREATE TRIGGER t AFTER INSERT ON revision BEGIN DELETE FROM service; END",
    "CREATE TRIGGER t BEFORE INSERT ON revision BEGIN SELECT RAISE(IGNORE); END",
    "CREATE VIEW extra AS SELECT 1",
    "CREATE TABLE extra (x)",
    "CREATE INDEX extra ON service (id)",
    "CREATE VIRTUAL TABLE extra USING fts5(x)",
    "CREATE TABLE extra (x, y AS (zeroblob(400000000)))",
    "ALTER TABLE service ADD COLUMN extra",
    "ALTER TABLE service ADD COLUMN extra AS (zeroblob(400000000))",
    "ALTER TABLE service RENAME COLUMN name TO title",
    f"DROP TABLE source; CREATE VIEW source AS {ENDLESS} SELECT x AS id, 's' AS name FROM n",
    f"DROP TABLE revision; CREATE VIEW revision AS {ENDLESS} {REVISIONS}",
    "DROP TABLE file; CREATE VIEW file AS SELECT 1 AS id, zeroblob(400000000) AS name",
    "DROP TABLE file; CREATE TABLE file (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT (zeroblob(9)))",
    "DROP TABLE checksum",
    "DROP TABLE snapshot",
    "PRAGMA user_version = 0",
    "PRAGMA user_version = 1",
    "PRAGMA user_version = 2",
    "PRAGMA user_version = -5",
    "PRAGMA user_version = 99",
    "PRAGMA application_id = 5",
    "PRAGMA journal_mode = WAL",
)
"""What a file made on purpose may do with its tables."""

CELLS: tuple[str, ...] = (
    "NULL", "''", "x''", "x'ff00fe'", "0", "-1", "5", "9223372036854775807", "-9223372036854775808", "1.5", "1e999",
    "-1e999", "'text'", "'[1]'", "'null'", "'{}'", "'{\"id\": \"x\"}'", "'{\"a\": 1}'", "'{\"a\": null}'",
    "replace(hex(zeroblob(25000)), '00', '[[')", "replace(hex(zeroblob(20000)), '0', '9')", "char(27) || '[31m'",
    "char(0)", "char(55296)", "'a;b;a'", "'sso'", "'lms'", "'office'", "zeroblob(3000000)", "'99999999999999999999'",
)  # fmt: skip
"""SQL for what a cell may hold."""

ARRAYS: tuple[str, ...] = (
    "high",
    "low",
    "huge",
    "longer",
    "shorter",
    "empty",
    "object",
    "pair",
    "bracket",
    "other",
)
"""What an array of the snapshot may be, with the right checksum."""


def made(folder: Path) -> Path:
    """A sound catalogue file with several revisions and everything in it."""
    source = folder / "catalogue"
    source.mkdir()
    for name, text in FILES.items():
        (source / name).write_text(text, encoding="utf-8")
    path = folder / "sound.db"
    _imported(path, source)
    text = FILES["services.csv"].replace("Mail two", "Second mail").replace("sso,", "\n\nsso,", 1)
    (source / "services.csv").write_text(text, encoding="utf-8")
    _imported(path, source)
    return path


def _imported(path: Path, source: Path) -> None:
    code, text = run(path, "import", str(source), "--quiet")
    if code:
        raise RuntimeError(text)


def run(path: Path, *command: str) -> tuple[int, str]:
    """Exit code and output of a command, run in this process; 70 for a defect, and for one that does not end."""
    from graphmodel.cli.run import run as cli

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))

    def stop(*_: object) -> None:
        raise AssertionError("it does not end")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        with (
            patch.object(sys, "argv", ["graphmodel", "-c", str(path), *command]),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = cli()
    finally:
        signal.alarm(0)
    text = "".join(stream.buffer.getvalue().decode() for stream in (out, err))
    return code, text.replace(str(path), "PATH")


def flipped(whole: bytes, count: int, seed: int) -> Iterator[bytes]:
    """The file with one bit turned, mostly where it is not all zeros."""
    chance = random.Random(seed)
    used = [at for at, byte in enumerate(whole) if byte]
    for _ in range(count):
        at = chance.choice(used) if chance.random() < 0.9 else chance.randrange(len(whole))
        yield whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :]


def changed(path: Path, statements: str) -> None:
    """Run SQL on the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        for statement in statements.split("; CREATE"):
            con.execute(
                statement
                if statement.startswith(("DROP", "PRAGMA", "CREATE", "ALTER"))
                else f"CREATE{statement}"
            )


def cells(path: Path) -> list[tuple[str, str, str]]:
    """Table, column and SQL of every cell that may be changed, in a fixed order."""
    with closing(sqlite3.connect(path)) as con:
        tables = [
            row[0] for row in con.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        columns = [(t, row[1]) for t in tables for row in con.execute(f"PRAGMA table_info({t})")]
    return [(table, column, value) for table, column in columns for value in CELLS]


def put(path: Path, table: str, column: str, value: str, *, sealed: bool) -> bool:
    """Change a cell, or a column, and with ``sealed`` all checksums, as somebody would who knows them."""
    from graphmodel.stores.embedded import blocks, small

    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        con.execute("BEGIN")
        try:
            con.execute(f'UPDATE {table} SET "{column}" = {value}')
        except sqlite3.IntegrityError:
            first = f"(SELECT min(rowid) FROM {table})" if table != "place" else "1"
            try:
                key = "record" if table == "place" else "rowid"
                con.execute(f'UPDATE {table} SET "{column}" = {value} WHERE {key} = {first}')
            except sqlite3.IntegrityError:
                return False
        if sealed:
            try:
                (small.seal if table in ("block", "checksum", "snapshot") else blocks.make)(con)
            except (sqlite3.Error, TypeError, ValueError, OverflowError):
                return False
        if sealed and table != "snapshot":
            con.execute("DELETE FROM snapshot")
        con.execute("COMMIT")
    return True


def arrays(path: Path) -> list[str]:
    """The names of the arrays in the snapshot."""
    with closing(sqlite3.connect(path)) as con:
        return [name for (name,) in con.execute("SELECT name FROM snapshot ORDER BY name")]


def array(path: Path, name: str, how: str) -> None:
    """Make an array of the snapshot a wrong one, with the right checksum."""
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        dtype, length, data = con.execute(
            "SELECT dtype, length, data FROM snapshot WHERE name = ?", (name,)
        ).fetchone()
        size = len(data) // length if length else int(dtype[-1])
        if how in ("high", "low", "huge"):
            number = {"high": 2 ** (8 * size - 1) - 1, "low": 2 ** (8 * size) - 1, "huge": 2**31 - 1}[how]
            item = (number & (2 ** (8 * size) - 1)).to_bytes(size, "little")
            data = data[: -size or None][: max(len(data) - size, 0)] + item
            length = max(length, 1)
        elif how in ("longer", "shorter", "empty"):
            data = {"longer": data + bytes(size), "shorter": data[:-size], "empty": b""}[how]
            length = len(data) // size
        else:
            dtype = {"object": "|O8", "pair": "i4,i4", "bracket": "(", "other": "<f8"}[how]
        checksum = crc32(data, crc32(f"{name} {dtype} {length}".encode()))
        con.execute(
            "UPDATE snapshot SET dtype = ?, length = ?, crc32 = ?, data = ? WHERE name = ?",
            (dtype, length, checksum, data, name),
        )


def hostile(path: Path, most: int) -> Iterator[tuple[str, bytes]]:
    """Files that somebody made on purpose, each with what was done; of those with another cell so many."""
    whole = path.read_bytes()

    def of(what: str, act: Any) -> Iterator[tuple[str, bytes]]:
        path.write_bytes(whole)
        if act() is not False:
            yield what, path.read_bytes()

    names = arrays(path)
    for statement in STATEMENTS:
        yield from of(statement, lambda s=statement: changed(path, s))
    for name in names:
        for how in ARRAYS:
            yield from of(f"{name} {how}", lambda n=name, h=how: array(path, n, h))
    path.write_bytes(whole)
    possible = cells(path)
    for table, column, value in random.Random(1).sample(possible, min(most, len(possible))):
        for sealed in (True, False):
            yield from of(
                f"{table}.{column} = {value} {sealed}",
                lambda a=(table, column, value), s=sealed: put(path, *a, sealed=s),
            )
    for at, number in ((16, 1), (18, 2), (20, 200), (24, 5), (44, 3), (56, 2), (56, 3), (60, 2**31)):
        yield (
            f"header {at} = {number}",
            whole[:at]
            + struct.pack(">I", number)[-(4 if at > 20 else 1) :]
            + whole[at + (4 if at > 20 else 1) :],
        )


def faults(path: Path, content: bytes, commands: tuple[tuple[str, ...], ...] = COMMANDS) -> list[str]:
    """The commands that end in a defect on that file, with what they say."""
    found = []
    for command in commands:
        path.write_bytes(content)
        code, text = run(path, *command)
        if code not in (0, 1, 2, 3, 5):
            found.append(f"{' '.join(command)}: {code} {text[-300:]}")
    return found


def unnoticed(
    path: Path, content: bytes, right: dict[tuple[str, ...], tuple[int, str]]
) -> tuple[str, list[str]]:
    """What became of a damaged file, and the commands with another answer, or one ``doctor`` does not share."""
    path.write_bytes(content)
    doctor = run(path, "doctor")
    wrong, refused = [], 0
    for command, expected in right.items():
        path.write_bytes(content)
        code, text = run(path, *command)
        if code == 5:
            refused += 1
            if doctor[0] == 0:
                wrong.append(f"{' '.join(command)}: refused, and doctor says nothing: {text[-200:]}")
        elif (code, text) != expected:
            wrong.append(f"{' '.join(command)}: {code} {text[-200:]}")
    return "refused" if refused else "noticed by doctor" if doctor[0] else "the same", wrong


def main() -> None:
    """Run all of them."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    count = int(sys.argv[1]) if len(sys.argv) > 1 else FLIPS
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else CASES
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = made(Path(folder))
        whole = path.read_bytes()
        asked = [command for command in COMMANDS if command != ("doctor",)]
        right = {command: run(path, *command) for command in asked}
        for content in flipped(whole, count, 1):
            outcome, wrong = unnoticed(path, content, right)
            outcomes[outcome if not wrong else "another answer"] += 1
            for line in wrong:
                print("WRONG", line, file=sys.stderr)
        print("one bit turned:", dict(outcomes), flush=True)
        outcomes.clear()
        path.write_bytes(whole)
        for number, (what, content) in enumerate(hostile(path, cases)):
            bad = faults(path, content, (*SOME, COMMANDS[number % len(COMMANDS)]))
            outcomes["defect" if bad else "in order"] += 1
            for line in bad:
                print("DEFECT", what, line, file=sys.stderr)
        print("made on purpose:", dict(outcomes))


if __name__ == "__main__":
    main()
