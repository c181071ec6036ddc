"""A real Neo4j Community server for tests and benchmarks: fetched by Maven, on a free port, with a password.

It is stopped whatever becomes of those who use it: they hold a lock that the system takes from a process that dies,
and a guard of its own (``python -m tests.neo4j.server``) stops the server once nobody holds it.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
JARS = ROOT / "build" / "neo4j"
LINES = {"5": ("5.26.19", 17), "2026": ("2026.05.0", 25)}
"""Line of Neo4j → version, and the oldest Java that runs it."""

STARTS_WITHIN = 240.0
"""Seconds."""

CONF = """\
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.pagecache.size=256m
"""
_GUARDS: list[subprocess.Popen[bytes]] = []
"""They outlive whoever starts them; one that is forgotten while it runs is warned of."""

QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""What Java is told for a server of tests: what it compiles but quickly takes it half the processor's time."""

OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
"""Packages of java.base into which Neo4j looks."""


class UnavailableError(Exception):
    """There is no Java or no Maven, or the server does not start; the text says which."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    user: str
    password: str
    pid: int = 0
    """The process of Java; 0 for a server that was there before."""


def line() -> str:
    """The line of Neo4j that GRAPHMODEL_TEST_NEO4J_LINE asks for, by default the long-term release."""
    return os.environ.get("GRAPHMODEL_TEST_NEO4J_LINE", "5")


@contextmanager
def shared(folder: Path, *options: str) -> Iterator[Server]:
    """The one server of all that name this folder at a time; it ends with the last of them.

    The first starts it, with those options of Java.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "users.lock").open("w") as users:
        with locked(folder / "start.lock"):
            fcntl.flock(users, fcntl.LOCK_SH)
            server = _known(folder) or _started(folder, options)
        yield server


@contextmanager
def running() -> Iterator[Server]:
    """A server of one's own."""
    with tempfile.TemporaryDirectory(prefix="graphmodel-neo4j-", ignore_cleanup_errors=True) as folder:
        with shared(Path(folder)) as server:
            yield server
        while (Path(folder) / "home").exists():  # it is being stopped
            time.sleep(0.1)


@contextmanager
def kept(folder: Path, settings: str = "") -> Iterator[Server]:
    """A server of one's own with more settings, whose data stay in that folder for the next one."""
    (folder / "settings.conf").write_text(settings)
    with shared(folder, *QUICK) as server:
        yield server
    while (folder / "server.json").exists() or _runs(server.pid):
        time.sleep(0.1)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _known(folder: Path) -> Server | None:
    found = folder / "server.json"
    return Server(**json.loads(found.read_text())) if found.exists() else None


def _started(folder: Path, options: tuple[str, ...]) -> Server:
    version, oldest = LINES[line()]
    java, jars = _java(oldest), _jars(version)
    log = folder / "server.log"
    with log.open("w") as out:
        guard = subprocess.Popen(
            [sys.executable, "-m", "tests.neo4j.server", str(folder), str(java), str(jars), *options],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    _GUARDS.append(guard)
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and guard.poll() is None:
        if server := _known(folder):
            return server
        time.sleep(0.1)
    raise UnavailableError(f"Neo4j does not start:\n{log.read_text()[-2000:]}")


def _java(oldest: int) -> Path:
    """A Java of at least that version: the one on the path, or one where Linux keeps them."""
    installed = [*Path("/usr/lib/jvm").glob("*/bin/java")] if Path("/usr/lib/jvm").is_dir() else []
    preferred = (
        Path(os.environ.get("JAVA_HOME") or "none", "bin", "java"),
        Path(shutil.which("java") or "none"),
    )
    for java in (*preferred, *sorted(installed)):
        if java.is_file() and _version(java) >= oldest:
            return java
    raise UnavailableError(f"Neo4j {line()} needs Java {oldest} or newer, which is not installed")


def _version(java: Path) -> int:
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    number = told.partition('version "')[2].partition(".")[0].partition('"')[0]
    return int(number) if number.isdecimal() else 0


def _jars(version: str) -> Path:
    """The folder of the server's jars, fetched once."""
    target = JARS / version
    JARS.mkdir(parents=True, exist_ok=True)
    with locked(JARS / f"{version}.lock"):
        if target.exists():
            return target
        maven = shutil.which("mvn")
        if maven is None:
            raise UnavailableError("Maven (mvn), which fetches Neo4j, is not installed")
        partial = JARS / f"{version}.partial"
        done = subprocess.run(
            [maven, "-q", "-B", "-f", HERE / "pom.xml", f"-Dneo4j.version={version}", "dependency:copy-dependencies",
             f"-DoutputDirectory={partial}", "-DincludeScope=runtime"],
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if done.returncode:
            raise UnavailableError(
                f"Maven cannot fetch Neo4j {version}:\n{(done.stdout + done.stderr)[-2000:]}"
            )
        partial.rename(target)
    return target


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on that file, for which others wait."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def guard(folder: Path, java: str, jars: str, *options: str) -> None:
    """Run a server until nobody holds the folder's lock of users."""
    home = folder / "home"
    port = _free_port()
    (home / "conf").mkdir(parents=True, exist_ok=True)
    more, known = folder / "settings.conf", folder / "password"
    (home / "conf" / "neo4j.conf").write_text(
        CONF.format(port=port) + (more.read_text() if more.exists() else "")
    )
    first = not known.exists()
    password = secrets.token_urlsafe(12) if first else known.read_text()
    opened = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED]
    process = subprocess.Popen([java, "-Xmx1g", *options, *opened, *_main(home, port, jars)])
    try:
        server = Server(f"bolt://127.0.0.1:{port}", "neo4j", password, process.pid)
        _await(server, process, first=first)
        known.write_text(password)
        partial = folder / "server.partial"
        partial.write_text(json.dumps(asdict(server)))
        partial.rename(folder / "server.json")
        _await_nobody(folder, process)
    finally:
        (folder / "server.json").unlink(missing_ok=True)
        process.kill()
        process.wait()
        if not more.exists():
            shutil.rmtree(home, ignore_errors=True)


def _main(home: Path, port: int, jars: str) -> list[str]:
    if line() == "5":
        main = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
        return ["-cp", f"{jars}/*", *main]
    return ["-cp", f"{jars}/*", str(HERE / "Server.java"), str(home), str(port)]


def _await(server: Server, process: subprocess.Popen[bytes], *, first: bool) -> None:
    """Wait until it answers; the first time set its password."""
    import neo4j

    deadline = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            auth = (server.user, "neo4j" if first else server.password)
            with neo4j.GraphDatabase.driver(server.url, auth=auth, max_transaction_retry_time=0) as driver:
                if first:
                    query = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
                    driver.execute_query(query, password=server.password, database_="system")
                else:
                    driver.execute_query("MATCH (n) RETURN n LIMIT 1")
            return
        except (neo4j.exceptions.DriverError, neo4j.exceptions.TransientError):
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def _await_nobody(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Until the server has ended by itself, or nobody holds the lock of users (nor is about to)."""
    while process.poll() is None:
        time.sleep(0.2)
        with locked(folder / "start.lock"), (folder / "users.lock").open("w") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            (folder / "server.json").unlink(missing_ok=True)
            return


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    guard(Path(sys.argv[1]), *sys.argv[2:])
