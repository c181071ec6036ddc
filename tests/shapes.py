"""Large graphs of a plain shape, made as arrays; service 0 is a product."""

from __future__ import annotations

import sys

import numpy as np

from graphmodel.index.index import Index
from tests.conftest import REVISION

NARROWS = (0, sys.maxsize)
"""Thresholds by which every round is wide, or none."""


def dependencies(n: int, consumer: np.ndarray, provider: np.ndarray) -> Index:
    """Single hard dependencies, sorted by consumer."""
    arrays = {
        "requirement_at": np.append(0, np.cumsum(np.bincount(consumer, minlength=n))),
        "member_at": np.arange(len(consumer) + 1),
        "member": provider.astype(np.int32),
        "needs": np.ones(len(consumer), np.int32),
        "hard": np.ones(len(consumer), np.bool_),
        "used_at": np.append(0, np.cumsum(np.bincount(provider, minlength=n))),
        "used": np.argsort(provider, kind="stable").astype(np.int32),
        "product": np.arange(n) == 0,
    }
    return Index(arrays, lambda: NotImplemented, REVISION)


def row(n: int) -> Index:
    """0 → 1 → … → n - 1."""
    return dependencies(n, np.arange(n - 1), np.arange(1, n))


def ring(n: int) -> Index:
    """0 → 1 → … → n - 1 → 0."""
    return dependencies(n, np.arange(n), np.roll(np.arange(n), -1))


def spokes(n: int) -> Index:
    """1, 2, … n - 1 → 0."""
    return dependencies(n, np.arange(1, n), np.zeros(n - 1, np.int64))


def ladder(n: int) -> Index:
    """0 → 1, 2; 1 → 3, 4; 2 → 3, 4; 3 → 5, 6; …: n odd."""
    service = np.arange(n)
    following = service + 1 + service % 2
    kept = following < n
    provider = np.column_stack((following[kept], following[kept] + 1)).ravel()
    return dependencies(n, np.repeat(service[kept], 2), provider)
