"""Computing something in a copy of this process while this one goes on: on a second core it costs no time."""

from __future__ import annotations

import os
import pickle
import sys
import warnings
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Result = TypeVar("Result")


@contextmanager
def beside(compute: Callable[[], Result], *, worth: bool) -> Iterator[Callable[[], Result]]:
    """Gives the function that waits for what ``compute`` returns, which must be of a form that can be pickled.

    It is computed here, when it is asked for, where it is not ``worth`` a process, where processes cannot be copied
    safely (they can on Linux), on a single core, and where the copy fails in any way. What the copy changes is lost,
    and it must not use files and connections that are open here.
    """
    if not worth or sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        yield compute
        return
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        # NumPy's idle threads do not matter to a copy that needs none.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if not pid:
        os.close(reader)
        _answer(compute, writer)
    os.close(writer)
    try:
        with os.fdopen(reader, "rb") as pipe:
            yield lambda: _received(pipe.read(), compute)
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, 9)
        os.waitpid(pid, 0)


def _answer(compute: Callable[[], object], writer: int) -> NoReturn:
    """In the copy: nothing of what this process does at its end may be done twice."""
    try:
        data = pickle.dumps(compute(), protocol=5)
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(len(data).to_bytes(8, "big"))
            pipe.write(data)
    finally:
        os._exit(0)


def _received(data: bytes, compute: Callable[[], Result]) -> Result:
    """What the copy said, if it said all of it."""
    if len(data) > 8 and int.from_bytes(data[:8], "big") == len(data) - 8:
        found: Result = pickle.loads(memoryview(data)[8:])  # noqa: S301 - our own copy wrote it
        return found
    return compute()
