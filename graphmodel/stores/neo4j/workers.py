"""Two transactions at a time: while one is committed, or still on its way, the server works on the other.

They may touch the same nodes. What a transaction that creates relationships has to lock exclusively, Neo4j locks while
it commits, in one order for all; should two block each other all the same, it rolls one back, which is tried again.
"""

from __future__ import annotations

import threading
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

WORKERS: Final = 2


def run(parts: Iterable[T], work: Callable[[int, T], None]) -> None:
    """Do the work of all parts, each in the worker that is free next. After an error no worker begins anything more."""
    stop, taking = threading.Event(), threading.Lock()
    left = iter(parts)

    def follow(worker: int) -> None:
        while not stop.is_set():
            with taking:
                part = next(left, None)
            if part is None:
                return
            work(worker, part)

    with ThreadPoolExecutor(WORKERS) as pool:
        going = [pool.submit(follow, worker) for worker in range(WORKERS)]
        try:
            wait(going, return_when=FIRST_EXCEPTION)
        finally:
            stop.set()
        for one in going:
            one.result()
