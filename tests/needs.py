"""What a test needs of the machine: without it the test is skipped, or fails where CI is set.

At the end each reason is told in one line, with how many tests it kept from running.
``pytest --fast`` leaves out what is slow or needs more than this Python.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from functools import cache
from typing import NoReturn

import pytest

_fast: list[bool] = []


def lacking(message: str) -> NoReturn:
    """The machine has it not: the message says what, what is not tested, and how to get it."""
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def left_out(what: str) -> None:
    """Skip the test of that where ``--fast`` is given."""
    if _fast:
        pytest.skip(f"--fast leaves out: {what}")


def graphviz() -> None:
    """The test draws: skip it where Graphviz cannot be loaded. The mark ``graphviz`` says the same."""
    if why := _unloadable():
        lacking(f"no Graphviz: nothing is drawn (apt-get install libpangocairo-1.0-0): {why}")


@cache
def _unloadable() -> str:
    """What keeps Graphviz from being loaded, or nothing."""
    done = subprocess.run(
        [sys.executable, "-c", "import pygraphviz"], capture_output=True, text=True, check=False
    )
    return done.stderr.strip().rpartition("\n")[2]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fast", action="store_true", help="leave out servers, browsers, npm, Java and what is slow"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--fast"):
        _fast.append(True)


def pytest_xdist_auto_num_workers() -> int | None:
    """One more than there are processors: one waits for a server, a browser or the disk most of the time."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    return 1 + (len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("slow"):
        left_out("what is slow")
    if item.get_closest_marker("graphviz"):
        graphviz()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = Counter(report.longrepr[2] for report in terminalreporter.stats.get("skipped", ()))
    for reason, count in sorted(skipped.items()):
        terminalreporter.write_line(f"NOT TESTED ({count}): {reason.removeprefix('Skipped: ')}", yellow=True)
