"""Findings that count for nothing: what is waived, and what was known before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from graphmodel.model.errors import UsageError
from graphmodel.model.words import count

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from graphmodel.rules.rule import Finding
    from graphmodel.rules.settings import Settings

KNOWN: Final = "known before"
"""Why a finding of the baseline, or of the revision before, counts for nothing."""
SCHEMA_VERSION: Final = 1

Accepted = tuple[tuple["Finding", str], ...]


def parted(
    found: Iterable[Finding], settings: Settings, known: Collection[str] = ()
) -> tuple[list[Finding], Accepted]:
    """The findings that count, and the others with the reason; ``known``: identities of those known before."""
    waivers = {(w.code, w.subject): w for w in settings.waivers if w.until >= settings.day}
    kept, accepted = [], []
    for finding in found:
        if waiver := waivers.get((finding.code, finding.subject)):
            accepted.append((finding, f"waived: {waiver.words}"))
        elif finding.identity in known:
            accepted.append((finding, KNOWN))
        else:
            kept.append(finding)
    return kept, tuple(accepted)


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


def written(found: Sequence[Finding]) -> str:
    """The text of a baseline that knows these: one identity a line, so that two can be compared."""
    identities = sorted({finding.identity for finding in found})
    return (
        json.dumps({"schema_version": SCHEMA_VERSION, "findings": identities}, indent=1, ensure_ascii=False)
        + "\n"
    )


def fixed(known: Collection[str], found: Iterable[Finding]) -> tuple[str, ...]:
    """A note that some of a baseline are no longer found; none where all are."""
    gone = len(set(known) - {finding.identity for finding in found})
    are = "is" if gone == 1 else "are"
    said = f"{count(gone, 'finding')} of the baseline {are} fixed: --update-baseline takes them out"
    return (said,) if gone else ()
