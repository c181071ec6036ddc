"""Who has surely ended."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from dataclasses import replace

import pytest

from graphmodel.stores.holder import Holder

ENDED = 2**22 + 1
"""More than any process's number on Linux."""


def test_a_process_that_ended() -> None:
    me = Holder.me()
    assert not me.gone
    assert replace(me, pid=ENDED).gone


@pytest.mark.parametrize("other", [{"host": "x"}, {"boot": "x"}, {"namespace": "x"}, {"boot": ""}])
def test_what_cannot_be_known_from_here(other: dict[str, str]) -> None:
    """Another machine, or a container of the same host name, has processes of its own."""
    assert not replace(Holder.me(), pid=ENDED, **other).gone


def test_it_is_read_as_it_was_written() -> None:
    assert Holder.parsed(Holder.me().json()) == Holder.me()
    older = f'{{"pid": {ENDED}, "host": "{socket.gethostname()}", "time": "2024-01-01T00:00:00Z"}}'
    found = Holder.parsed(older)
    assert found is not None
    assert not found.gone


@pytest.mark.parametrize(
    "said", [None, 5, "", "[1]", "null", "[" * 900, '{"pid": true, "host": "", "time": ""}']
)
def test_what_is_none(said: object) -> None:
    assert Holder.parsed(said) is None


def test_in_another_namespace_of_the_same_host_name() -> None:
    """As in two containers: there, this living process has no number."""
    unshare = ["unshare", "--pid", "--fork", "--mount-proc"]
    if (
        not shutil.which("unshare")
        or subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("namespaces cannot be made here: unshare --pid is missing or not allowed")
    code = "import sys; from graphmodel.stores.holder import Holder; print(Holder.parsed(sys.argv[1]).gone)"
    me = Holder.me()
    assert me.pid == os.getpid()
    done = subprocess.run(
        [*unshare, sys.executable, "-c", code, replace(me, pid=max(me.pid, 1000)).json()],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"
