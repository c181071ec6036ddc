from __future__ import annotations

from graphmodel.model import taxonomy
from graphmodel.model.durations import seconds
from graphmodel.model.hours import weekly
from graphmodel.model.metamodel import CATEGORY, ROLE


def test_there_are_seven_types_and_all_are_roots() -> None:
    assert len(taxonomy.types()) == 7
    assert not any("parent" in record for record in taxonomy.types().values())


def test_every_column_is_a_known_one_or_the_description() -> None:
    for record in taxonomy.types().values():
        assert set(record) - {"description"} <= set(CATEGORY.names)
    for record in taxonomy.roles().values():
        assert set(record) <= set(ROLE.names)


def test_what_a_type_names_exists() -> None:
    for record in taxonomy.types().values():
        assert set(record.get("expects", "").split(";")) - {""} <= set(taxonomy.types())
        assert set(record["expected_roles"].split(";")) <= set(taxonomy.roles())


def test_every_type_has_a_boundary_and_default_levels() -> None:
    wanted = {
        "boundary_start",
        "boundary_end",
        "availability",
        "support_hours",
        "rto",
        "rpo",
        "response",
        "resolution",
    }
    for record in taxonomy.types().values():
        assert wanted <= set(record)


def test_the_defaults_can_be_kept_by_the_defaults_of_the_types_expected() -> None:
    """Security and platform expect each other, so both cannot: the availability of security is left to its design."""
    types = taxonomy.types()
    for name, record in types.items():
        below = [types[t] for t in record.get("expects", "").split(";") if t]
        together = 1.0
        for other in below:
            together *= float(other["availability"]) / 100
            assert seconds(record["rto"]) >= seconds(other["rto"])
            assert seconds(record["rpo"]) >= seconds(other["rpo"])
            assert weekly(record["support_hours"]) & ~weekly(other["support_hours"]) == 0
        assert float(record["availability"]) <= 100 * together or name == "security"
