"""Findings that count for nothing: what is waived, and what was known before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from graphmodel.model.errors import UsageError
from graphmodel.model.words import count
from graphmodel.rules.findings import Findings

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from graphmodel.rules.findings import RulePart
    from graphmodel.rules.rule import Finding
    from graphmodel.rules.settings import Settings

KNOWN: Final = "known before"
"""Why a finding of the baseline, or of the revision before, counts for nothing."""
SCHEMA_VERSION: Final = 1

Accepted = tuple[tuple["Finding", str], ...]


def parted(found: Findings, settings: Settings, known: Collection[str] = ()) -> tuple[Findings, Accepted]:
    """The findings that count, and the others with the reason; ``known``: identities of those known before."""
    waivers = {(w.code, w.subject): w for w in settings.waivers if w.until >= settings.day}
    waived = {code for code, _ in waivers}
    kept: list[RulePart] = []
    accepted: list[tuple[Finding, str]] = []
    for part in found.parts:
        if not known and part.rule.code not in waived:
            kept.append(part)
            continue
        why = []
        for batch in part.batches():
            for subject, identity in zip(batch.gaps.subject, batch.identity, strict=True):
                waiver = waivers.get((part.rule.code, subject))
                why.append(f"waived: {waiver.words}" if waiver else KNOWN * (identity in known))
        counting = np.array([not reason for reason in why], np.bool_)
        kept.append(part.kept(counting))
        accepted += zip(Findings([part.kept(~counting)]), filter(None, why), strict=True)
    return Findings(kept), tuple(accepted)


def words(accepted: Accepted) -> str:
    """How many they are, for a title; empty where there are none."""
    known = sum(why == KNOWN for _, why in accepted)
    parts = [
        f"{number:,} {what}" for number, what in ((len(accepted) - known, "waived"), (known, KNOWN)) if number
    ]
    return f" ({', '.join(parts)})" if parts else ""


def more(accepted: Accepted) -> dict[str, object]:
    """The same for the JSON object; nothing where there are none."""
    rows = [{"identity": finding.identity, "why": why} for finding, why in accepted]
    return {"accepted": rows} if rows else {}


def baseline(file: Path) -> frozenset[str]:
    """The identities in a baseline. Raises UsageError for a file that is none."""
    hint = "check --baseline FILE --update-baseline writes one"
    try:
        said: Any = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"cannot read the baseline {file}: {error.strerror}", hint) from None
    except (ValueError, RecursionError) as error:
        raise UsageError(f"the baseline {file} is not JSON: {error}", hint) from None
    found = said.get("findings") if isinstance(said, dict) else None
    if not isinstance(found, list) or not all(isinstance(identity, str) for identity in found):
        raise UsageError(f"{file} is no baseline: it has no list of findings", hint)
    if said.get("schema_version") != SCHEMA_VERSION:
        raise UsageError(f"the baseline {file} is of another version of graphmodel", hint)
    return frozenset(found)


def written(found: Findings) -> str:
    """The text of a baseline that knows these: one identity a line, so that two can be compared."""
    identities = sorted(known_of(found))
    return (
        json.dumps({"schema_version": SCHEMA_VERSION, "findings": identities}, indent=1, ensure_ascii=False)
        + "\n"
    )


def known_of(found: Findings) -> frozenset[str]:
    """Their identities."""
    return frozenset(identity for batch in found.batches() for identity in batch.identity)


def fixed(known: Collection[str], found: Collection[str]) -> tuple[str, ...]:
    """A note that some identities of a baseline are no longer found; none where all are."""
    gone = len(set(known).difference(found))
    are = "is" if gone == 1 else "are"
    said = f"{count(gone, 'finding')} of the baseline {are} fixed: --update-baseline takes them out"
    return (said,) if gone else ()
