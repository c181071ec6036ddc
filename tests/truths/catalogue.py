"""A true catalogue, drawn before any sheet of it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from tests.truths.words import LANGUAGES, rows, words

_MINUTES: Final = (15, 30, 60, 120, 240, 480, 1440, 2880, 4320)
_AVAILABILITY: Final = ("99", "99.5", "99.9", "99.95", "98.5", "97", "99.99")
_COSTS: Final = (500, 1200, 12000, 48500, 120000, 7750, 980)
_PRODUCTS: Final = 0.4


class Chance:
    """What is drawn by one seed; what was picked under a name is noted, so that faults can be sorted by it."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.features: dict[str, str] = {}

    def pick(self, name: str, weights: Mapping[str, float]) -> str:
        """One of these, noted."""
        (said,) = self.random.choices([*weights], [*weights.values()])
        self.features[name] = said
        return said

    def some(self, share: float) -> bool:
        """True that often."""
        return self.random.random() < share

    def word(self, what: str, language: str = "") -> str:
        """One of the words for it."""
        return self.random.choice(words(what, language))


@dataclass(frozen=True)
class Service:
    """One of the catalogue, with what is true of it."""

    id: str
    name: str
    product: bool
    environment: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Field → value as it is meant: minutes, percent with a point, the number of a level, words of ours."""

    @property
    def key(self) -> str:
        """What tells it from all others, besides its id."""
        return f"{self.name}@{self.environment}" if self.environment else self.name


@dataclass(frozen=True)
class Truth:
    """All that the sheets say."""

    language: str
    services: Sequence[Service]
    depends: Sequence[tuple[int, int]]
    """(consumer, provider), positions among the services."""
    scale: Sequence[str]
    """Words for the levels of criticality, the highest first."""
    composite: bool
    """A name is there once for each environment."""


def truth(chance: Chance) -> Truth:
    """A catalogue that somebody may have."""
    random = chance.random
    language = chance.pick("language", dict(zip(LANGUAGES, (45, 30, 13, 12), strict=True)))
    composite = chance.pick("composite", {"no": 95, "yes": 5}) == "yes"
    size = int(random.choice((6, 9, 12, 15, 20, 25, 30, 40, 60, 100, 300)) * random.uniform(0.8, 1.2))
    scale = random.choice(rows("scale", language))
    drawn = _names(random, language, size)
    staged = _staged(random, drawn) if composite else [(name, product, "") for name, product in drawn]
    ids = _ids(chance, len(staged))
    fields = _Fields(chance, language, len(scale))
    services = [Service(id_, *one, fields.of()) for id_, one in zip(ids, staged, strict=True)]
    return Truth(language, services, _edges(random, services), scale, composite)


def _names(random: Random, language: str, size: int) -> list[tuple[str, bool]]:
    """Names, each once, and whether it is a product; products first."""
    applications = [*words("application", language), *words("package")]
    count = max(2, int(size * _PRODUCTS))
    products = random.sample(applications, min(len(applications), count))
    while len(products) < count:
        again = f"{random.choice(applications)} {random.choice(words('region'))}"
        products = [*dict.fromkeys([*products, again])]
    platforms = words("platform")
    technical = random.sample(platforms, min(len(platforms), max(3, (size - count) // 2)))
    parts = [part.format(name) for name in products for part in words("part", language)]
    technical += random.sample(parts, min(len(parts), max(0, size - count - len(technical))))
    drawn = [(name, True) for name in products] + [(name, False) for name in technical]
    return [*{name.casefold(): (name, product) for name, product in reversed(drawn)}.values()][::-1]


def _staged(random: Random, drawn: Sequence[tuple[str, bool]]) -> list[tuple[str, bool, str]]:
    """Some of them, each in all environments."""
    stages = random.choice((("PROD", "TEST"), ("Production", "Test", "Dev"), ("P", "Q")))
    return [(name, product, stage) for name, product in drawn[:: len(stages)] for stage in stages]


def _ids(chance: Chance, count: int) -> list[str]:
    random, start = chance.random, chance.random.choice((1, 100, 2041))
    forms = {
        "APP-{:03}": 3, "A{}": 2, "SVC{:05}": 2, "{:04}": 1, "{}": 1, "CI{:07}": 2, "app.{:02}": 1, "hex": 1
    }  # fmt: skip
    form = chance.pick("ids", forms)
    if form == "hex":
        return [f"{random.getrandbits(128):032x}" for _ in range(count)]
    return [form.format(start + at) for at in random.sample(range(count * 2), count)]


class _Fields:
    """What is true of services; some of it of none."""

    def __init__(self, chance: Chance, language: str, levels: int) -> None:
        self.random, self.levels, self.language = chance.random, levels, language
        self.people = [
            f"{chance.word('first name')} {chance.word('last name')}"
            for _ in range(self.random.randint(2, 8))
        ]
        self.filled = self.random.choice((1, 1, 0.9, 0.7))

    def of(self) -> dict[str, str]:
        """Of one service."""
        random, language = self.random, self.language
        every = {
            "criticality": str(random.randint(1, self.levels)),
            "lifecycle": random.choice((*["live"] * 4, "planned", "retiring", "retired")),
            "rto": str(random.choice(_MINUTES)),
            "rpo": str(random.choice(_MINUTES)),
            "availability": random.choice(_AVAILABILITY),
            "category": random.choice(words("domain", language)),
            "description": random.choice(words("purpose", language)),
            "cost": str(random.choice(_COSTS)),
            "supplier": random.choice(words("vendor")),
            "A": random.choice(self.people),
            "R": random.choice(words("team", language)),
            "site": random.choice(words("site")),
        }
        return {name: value if random.random() < self.filled else "" for name, value in every.items()}


def _edges(random: Random, services: Sequence[Service]) -> list[tuple[int, int]]:
    """Each on some that stand after it, as products come first; within one environment."""
    found = set[tuple[int, int]]()
    share = random.choice((0.4, 0.7, 0.9))
    for at, service in enumerate(services):
        later = [
            n
            for n in range(at + 1, len(services))
            if services[n].environment == service.environment and services[n].name != service.name
        ]
        if later and (at == 0 or random.random() < share):
            found |= {
                (at, n) for n in random.sample(later, min(len(later), random.choice((1, 1, 2, 2, 3, 4))))
            }
    return sorted(found)
