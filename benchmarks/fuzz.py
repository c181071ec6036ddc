"""Each parser on hostile bytes: ``python -m benchmarks.fuzz [TARGET…] [--cases N | --total N] [--jobs N] [--seed N]``.

A case is made of seeds and tokens that mean something to the parser, cut, joined, repeated and flipped; for what reads
tables half of the cases are small tables of such tokens. Whatever comes out of a parser but its answer or the product's
own errors is reported, with the case, and so is what takes a minute. ``--total`` is divided equally among the targets;
``sheets`` stands for all that read sheets: the readers, mappings and what is suggested.
"""

from __future__ import annotations

import argparse
import atexit
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, redirect_stderr
from functools import cache
from io import StringIO
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from benchmarks import workbooks
from graphmodel.model.errors import GraphmodelError, UsageError

if TYPE_CHECKING:
    from graphmodel.index.index import Index

PART: Final = 1_000
"""Cases that a process runs at a time."""

LIMIT: Final = 60
"""Seconds of the processor for one case."""

ALPHABET = "ab,;\"'\n\r\t|.:=*?+-_[]{}()<>#\\/0189éß\u0301\u200b\u202e\ufeff\x00\x1a\U0001f6b2 "


class Target(NamedTuple):
    """One parser."""

    parse: Callable[[bytes], object]
    tokens: tuple[str, ...]
    tables: bool = False
    """It reads tables."""


class Foreign(NamedTuple):
    """An exception that is none of the product's own."""

    case: bytes
    error: Exception


class Share(NamedTuple):
    """Some cases of one target, run by one process."""

    target: str
    cases: int
    seconds: float
    """Of the processor."""
    found: list[tuple[bytes, str, str]]
    """Case, type and text of what came out that must not."""


def cases(tokens: Sequence[str], seed: int, *, tables: bool = False) -> Iterator[bytes]:
    """Cases without end."""
    rng = random.Random(seed)
    words = [token for token in tokens if not set(token) & set(",;\t|\n\r")]
    while True:
        if tables and rng.random() < 0.5:
            parts = [_table(rng, words)]
        else:
            parts = [
                rng.choice(tokens)
                if rng.random() < 0.7
                else "".join(rng.choices(ALPHABET, k=rng.randint(1, 6)))
                for _ in range(rng.randint(1, 12))
            ]
        if rng.random() < 0.05:
            parts.append(rng.choice(parts) * rng.randint(2, 500))
        data = bytearray("".join(parts).encode())
        while rng.random() < 0.3 and data:
            at = rng.randrange(len(data))
            how = rng.randrange(3)
            if how == 0:
                data[at] ^= 1 << rng.randrange(8)
            elif how == 1:
                del data[at : at + rng.randint(1, 9)]
            else:
                data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randint(1, 4)))
        yield bytes(data)


def _table(rng: random.Random, words: Sequence[str]) -> str:
    """Up to seven rows, mostly of the same few words, so that columns repeat and refer to each other."""
    delimiter, width = rng.choice(",;\t|"), rng.randint(1, 6)
    few = [*rng.choices(words, k=rng.randint(1, 5)), ""]
    rows = [rng.choices(words, k=width)]
    for _ in range(rng.randint(0, 6)):
        cells = [rng.choice(few) + rng.choice(["", "", "", f", {rng.choice(few)}"]) for _ in range(width)]
        rows.append(cells[: rng.choice([width, width, width, rng.randint(0, width)])])
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in rows]
    return "\n".join(map(delimiter.join, quoted)) + rng.choice(["", "\n"])


def fuzz(name: str, count: int, seed: int) -> list[Foreign]:
    """Run so many cases; what came out that must not."""
    target, found = TARGETS[name], list[Foreign]()
    with redirect_stderr(StringIO()) as said:
        for case, _ in zip(cases(target.tokens, seed, tables=target.tables), range(count), strict=False):
            if error := _raised(target, case):
                found.append(Foreign(case, error))
            said.seek(0)
            said.truncate()
    return found


def _raised(target: Target, case: bytes) -> Exception | None:
    """What comes out of a parser that must not."""
    try:
        with _limited():
            target.parse(case)
    except GraphmodelError:
        return None
    except Exception as error:  # noqa: BLE001
        return error
    return None


@contextmanager
def _limited() -> Iterator[None]:
    """``TimeoutError`` in what takes longer than ``LIMIT``, on systems that can say so."""
    if sys.platform == "win32":
        yield
        return

    def late(*_: object) -> None:
        raise TimeoutError(f"{LIMIT} seconds of the processor")

    signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def shortest(name: str, case: bytes) -> bytes:
    """The shortest beginning found by halving that still makes the parser raise what it must not."""
    for size in (len(case) >> half for half in range(len(case).bit_length(), 0, -1)):
        with redirect_stderr(StringIO()):
            if _raised(TARGETS[name], case[:size]):
                return case[:size]
    return case


def _share(target: str, count: int, seed: int) -> Share:
    start = time.process_time()
    found = fuzz(target, count, seed)
    seconds = time.process_time() - start
    return Share(target, count, seconds, [(f.case, type(f.error).__name__, str(f.error)) for f in found])


def shares(targets: Sequence[str], count: int, seed: int, jobs: int) -> Iterator[Share]:
    """So many cases of each target, in parts by several processes; a part has a seed of its own.

    The targets take turns: whenever it is stopped, all have had equally many cases.
    """
    parts = [(target, min(PART, count - at), seed + at) for at in range(0, count, PART) for target in targets]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_share, *zip(*parts, strict=True))


@cache
def _folder() -> Path:
    memory = Path("/dev/shm")
    made = Path(tempfile.mkdtemp(prefix="graphmodel-fuzz-", dir=memory if memory.is_dir() else None))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def _csv(data: bytes) -> object:
    from graphmodel.importers import read, resolve

    names = ("services.csv", "dependencies.csv", "categories.csv", "responsibilities.csv")
    file = _folder() / names[len(data) % len(names)]
    file.write_bytes(data)
    try:
        return resolve(read([_folder()]), {}, (), create_missing=False)
    finally:
        file.unlink()


def _workbook(data: bytes) -> object:
    from graphmodel.importers import read, resolve

    file = workbooks.write(_folder(), data)
    try:
        return resolve(read([file]), {}, (), create_missing=False)
    finally:
        file.unlink()


def _document(suffix: str) -> Callable[[bytes], object]:
    """The bytes as a document of any format that takes files of that suffix, with its rejected records written."""

    def parse(data: bytes) -> object:
        from graphmodel.importers import read, rejects, resolve

        file, out = _folder() / f"x{suffix}", _folder() / "out"
        file.write_bytes(data)
        try:
            found = resolve(read([file]), {}, (), create_missing=False)
            with rejects(found, out):
                return found
        finally:
            file.unlink()

    return parse


def _suggest(data: bytes) -> object:
    """Whatever a file holds, what is proposed for it is a mapping that reads it."""
    from graphmodel.importers import read
    from graphmodel.importers.suggestion import suggest

    file, mapping = _folder() / "export.txt", _folder() / "proposed.toml"
    file.write_bytes(data)
    try:
        mapping.write_text(suggest([file]).toml, encoding="utf-8")
    finally:
        if not mapping.exists():
            file.unlink()
    try:
        return read([file], mapping=mapping)
    except UsageError as error:  # the product's own, and still no answer to what it proposed itself
        raise AssertionError(str(error)) from error
    finally:
        file.unlink()
        mapping.unlink()


def _mapped(data: bytes) -> object:
    """A foreign file, read in every way that a mapping knows."""
    from graphmodel.importers import read, resolve

    (mapping := _folder() / "every.toml").write_text(_EVERY_WAY, encoding="utf-8")
    (file := _folder() / "foreign.txt").write_bytes(data)
    try:
        return resolve(read([file], mapping=mapping), {}, (), create_missing=False)
    finally:
        file.unlink()
        mapping.unlink()


def _mapping(data: bytes) -> object:
    from graphmodel.importers.mapping.parsing import parse

    return parse(data.decode(errors="replace"), "mapping.toml")


def _settings(data: bytes) -> object:
    from graphmodel.cli import settings

    file = _folder() / settings.FILE
    file.write_bytes(data)
    return settings.read(file, settings.FILE)  # ``nearest`` looks at whole folders


def _selector(data: bytes) -> object:
    from graphmodel.selectors.selector import select

    return select(_index(), data.decode(errors="surrogateescape"))


@cache
def _index() -> Index:
    from graphmodel.workbench import Workbench

    return Workbench.open(Path(__file__).parents[1] / "examples" / "university").index


def _given(data: bytes) -> object:
    from graphmodel.operations.details.parameters import parsed

    return parsed([data.decode(errors="surrogateescape")])


@cache
def _database() -> sqlite3.Connection:
    con = sqlite3.connect(":memory:")
    con.execute("CREATE TABLE snapshot (name, uid, dtype, length, crc32, data)")
    return con


def _snapshot(data: bytes) -> object:
    """The bytes as an array under a type that they name themselves, with the checksum that fits."""
    from graphmodel.stores.embedded import snapshot

    dtype, _, content = data.partition(b"|")
    name = dtype.decode(errors="replace")
    length = content[0] if content else 0
    with _database() as con:
        con.execute("DELETE FROM snapshot")
        checksum = snapshot._checksum("member", name, length, content)  # noqa: SLF001
        row = ("member", "uid", name, length, checksum, content)
        con.execute("INSERT INTO snapshot VALUES (?, ?, ?, ?, ?, ?)", row)
    return snapshot.load(con, "member", "uid", snapshot.lengths(con, "uid"))


_EVERY_WAY: Final = """
optional = true
empty = ["-"]
prefer = ["foreign"]
[[file]]
name = "*"
has = ["key", "value"]
pivot = { id = "id", key = "key", value = "value" }
[[file.table]]
kind = "service"
attributes = ["*"]
columns = { id = "id", cost = "cost" }
[[file]]
name = "*"
decimal = ","
thousands = "."
header = "auto"
skip = ["total*"]
[[file.table]]
kind = "service"
attributes = ["*"]
where = { name = "*", not = { name = ["no*"] } }
[file.table.columns]
id = { columns = ["id", "name"], join = "@" }
rto = { column = "rto", unit = "h" }
cost = { column = "cost", factor = 1000 }
[[file.table]]
kind = "dependency"
nested = { column = "items", items = "|", attributes = ";", pair = ":", key = "to", quote = "'" }
columns = { service = "id", depends_on = "to" }
[[file.table]]
kind = "dependency"
direction = { column = "type", consumer_first = ["uses*"], provider_first = ["serves*"], ignore = ["*"] }
columns = { service = "id", depends_on = { column = "name", split = "/" } }
[[file.table]]
kind = "responsibility"
unpivot = { columns = "*", except = ["id"], name = "role", value = "letter", where = ["A", "R"] }
columns = { role = "role", service = "id", responsibility = "letter" }
"""

_FOREIGN: Final = (
    "id", "name", "key", "value", "type", "items", "rto", "cost", ",", ";", "\t", "|", ":", "'", "\n", "\r\n", '"',
    "id;name;type;items;rto;cost\n", "id,key,value\n", "a", "b", "a;b;uses;to:b|to:c;4;1.200,50\n", "a,cost,7\n",
    "Depends on", "Owner", "Application", "Total", "x", "A/R", "n/a", "-", "99,5 %", "0.999", "1.2.3", "k\u20ac", "(h)",
    "\ufeff", "sep=;\n", "rejected_because", "#2", "\\N", '="0341"', "\u00a0", "\u00ad", "caller", "callee",
    "Parent", "Child",
)  # fmt: skip

TARGETS: Final = {
    "csv": Target(
        _csv,
        ("id", "name", "service", "depends_on", "group", "needs", "parent", "aliases", "role", "responsibility", ",",
         ";", "\n", "\r\n", "\r", '"', '""', "sep=;\n", "id,name\n", "service,depends_on,group,needs\n", "a", "b",
         "a,b\n", "99.9%", "4h", "24x7", "Mon-Fri 08:00-18:00", "2024-12-31", "1e999", "rejected_because",
         "category", "cost", "\ufeff", "placeholder", "yes", "availability,support_hours,rto,reviewed,cost\n"),
        tables=True,
    ),
    "workbook": Target(_workbook, workbooks.TOKENS),
    "xml": Target(
        _document(".xml"),
        ('<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
         '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
         '<element identifier="a" xsi:type="Node">', "</element>",
         '<relationship source="a" target="b" xsi:type="Serving"/>', "<name>a</name>", "</model>", "</graphml>",
         '<key id="k" attr.name="kind"/>', '<node id="a">', '<data key="k">service</data>', "</node>",
         "<graph>", "</graph>",
         '<edge source="a" target="b"/>', '<element identifier="b" xsi:type="OrJunction"/>', "<!DOCTYPE a [",
         "<!ENTITY a 'b'>",
         "]>", "&a;", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version='1.0' encoding='utf-16'?>",
         ' rejected_because="x"',
         "<properties>", '<property propertyDefinitionRef="k">', "<a>", "</a>", "<organizations>", "<item>"),
    ),
    "json": Target(
        _document(".json"),
        ('{"nodes": [', '{"id": "a", "kind": "service"}', '{"id": "b"}', ",", "]", "}", '"edges": [',
         '{"source": "a", "target": "b"}',
         '[{"apiVersion": "backstage.io/v1", "kind": "Component", "metadata": {"name": "a"}}',
         '"relations": [', '"links": [',
         '{"type": "dependsOn", "targetRef": "b"}', "null", "true", "1e999", '"\\ud800"',
         '"rejected_because": "x"', "NaN",
         '{"items": [', '"kind": "Component"', '"metadata": {', '"name": "a"', '"spec": {"dependsOn": ["b"]}',
         "[" * 200),
    ),
    "yaml": Target(
        _document(".yaml"),
        ("apiVersion: backstage.io/v1alpha1\n", "kind: Component\n", "metadata:\n", "  name: a\n", "spec:\n",
         "  dependsOn: [b]\n",
         "---\n", "services:\n", "  a:\n", "    depends_on: [b]\n",
         "    depends_on: {b: {required: false}}\n", "  b: {}\n", "&a ",
         "*a", "<<: *a\n", "!!python/object:os.system ", "? ", ": ", "- ", "|\n", ">\n", "[", "]", "{", "}",
         "~", "...\n", "%YAML 1.1\n",
         "rejected_because: x\n", "'", '"', "\t", "  extends: b\n", "include: c\n", "[" * 200),
    ),
    "mapping": Target(
        _mapping,
        ("[[file]]\n", 'name = "*.csv"\n', "[[file.table]]\n", 'kind = "service"\n', 'columns = { id = "Id" }\n',
         'encoding = "', 'dates = ["%Y', '%d.%m.%Y"]\n', 'decimal = ","\n', "source = ", "values = { kind = {", "}",
         "]", '"', "'''", "constant", "split", "where", "attributes", "=", "\n", "[", "{a=", "9" * 99, "0x", "nan",
         "true", 'column = "x"', "1979-05-27", '"""', "default", "[file.table.columns]\n", "thousands = ",
         'pivot = { id = "a", key = "b", value = "c" }', "nested = {", "prefer = ", "direction = {", "unpivot = "),
    ),
    "mapped": Target(_mapped, _FOREIGN, tables=True),
    "suggest": Target(_suggest, _FOREIGN, tables=True),
    "settings": Target(
        _settings,
        ("catalogue", "=", '"', "'", "\n", '"estate.db"', "neo4j://", "localhost", ":7687", "?database=", "[", "{",
         "..", "~", "\\u0000", "\\ud800", "[a]\n", "#", "bolt+s://", "[::1]", "@", "%", "1e999", '"""', "/"),
    ),
    "selector": Target(
        _selector,
        ("+", "2+", "+3", ",", " ", '"', '""', ":", "kind:", "product", "category:", "type:", "role:", "tag:", "id:",
         "*", "sso", "dns", "name:", "criticality:", "placeholder:yes", "aliases:", "cost:", "9" * 30, "+sso",
         "sso+", "Single"),
    ),
    "parameters": Target(
        _given,
        ("a", "$a", "=", ":=", "[", "]", "{", "}", '"', ",", ":", "null", "true", "1", "9" * 25, "1e999", "-", "NaN",
         "\\ud800", "\\u0000", "[" * 300, '{"a":' * 300, "0.1", "9" * 5_000, "Infinity"),
    ),
    "snapshot": Target(
        _snapshot,
        ("<i4", "<i8", "|b1", "|u1", "|", "<U4", "O", "V8", "(2,)i4", "i4,i4", "M8[s]", "<f8", ">i4", "i4" * 9, "\x04",
         "\x00", "\x01\x00\x00\x00", "abcd", "[('a','i4')]", "{'names':['a']}", "\x02"),
    ),
}  # fmt: skip
"""Every parser, by name."""

SHEETS: Final = ("csv", "workbook", "xml", "json", "yaml", "mapping", "mapped", "suggest")
"""Those that read sheets."""


def _report(done: Mapping[str, Sequence[Share]], elapsed: float, jobs: int) -> int:
    """What has been run so far; how many cases had something foreign."""
    total = bad = 0
    for name, parts in done.items():
        ran, seconds = sum(one.cases for one in parts), sum(one.seconds for one in parts)
        foreign = sum(len(one.found) for one in parts)
        print(f"{name}: {ran:,} cases, {ran / max(seconds, 1e-9):,.0f} a second, {foreign:,} foreign")
        total, bad = total + ran, bad + foreign
    print(f"in all: {total:,} cases, {bad:,} foreign, {elapsed:,.0f} s by {jobs} processes", flush=True)
    return bad


def main() -> int:
    """Run the targets; 1 where anything foreign came out."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("targets", nargs="*", help=f"of sheets, {', '.join(TARGETS)}; all, if none is named")
    parser.add_argument("--cases", type=int, default=1_000_000, help="of each target")
    parser.add_argument("--total", type=int, help="of all targets together")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    named = asked.targets or list(TARGETS)
    targets = [one for name in named for one in (SHEETS if name == "sheets" else (name,))]
    count = -(-asked.total // len(targets)) if asked.total else asked.cases
    start, done = time.perf_counter(), {name: list[Share]() for name in targets}
    reported = set[tuple[str, str, str]]()
    for share in shares(targets, count, asked.seed, asked.jobs):
        done[share.target].append(share)
        for case, kind, text in share.found:
            if (share.target, kind, text[:40]) not in reported:
                reported.add((share.target, kind, text[:40]))
                print(f"{share.target}: {kind}: {text}\n    {shortest(share.target, case)!r}", flush=True)
        if len(done[share.target]) % 10 == 0 and share.target == targets[-1]:
            _report(done, time.perf_counter() - start, asked.jobs)
    bad = _report(done, time.perf_counter() - start, asked.jobs)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
