"""How long documents take to be read: ``python -m benchmarks.documents``; a line for each format, in records a second.

Records are services, dependencies and responsibilities as an import reads them, values checked. Time is that of the
processor, so that others at work on the machine count less.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from graphmodel.exporters import EXPORTS
from graphmodel.importers import read
from graphmodel.model.catalogue import Catalogue, merge
from graphmodel.model.table import from_records

SERVICES: Final = 50_000
HEAD: Final = (
    '<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" identifier="m"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><name>M</name>'
)


def provider(number: int) -> int:
    """Of the service of that number."""
    return (number * 7 + 1) % SERVICES


def archimate() -> Iterator[str]:
    yield f"{HEAD}<elements>\n"
    for n in range(SERVICES):
        yield f'<element identifier="e{n}" xsi:type="Node">\n  <name xml:lang="en">Element {n}</name>\n</element>\n'
    yield "</elements><relationships>\n"
    for n in range(SERVICES):
        ends = f'source="e{n}" target="e{provider(n)}"'
        yield f'<relationship identifier="r{n}" {ends} xsi:type="Serving"/>\n'
    yield "</relationships></model>"


def backstage_yaml() -> Iterator[str]:
    for n in range(SERVICES // 5):
        yield f"---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: s{n}\n"
        yield f"spec:\n  type: service\n  lifecycle: production\n  owner: team-{n % 50}\n  dependsOn:\n"
        yield f"    - component:s{n // 2}\n    - component:s{n // 3}\n"


def backstage_json() -> Iterator[str]:
    entities = [
        {
            "apiVersion": "backstage.io/v1alpha1",
            "kind": "Component",
            "metadata": {"name": f"s{n}", "namespace": "default"},
            "spec": {"type": "service"},
            "relations": [{"type": "dependsOn", "targetRef": f"component:default/s{provider(n)}"}],
        }
        for n in range(SERVICES)
    ]
    yield json.dumps(entities)


def compose() -> Iterator[str]:
    yield "name: p\nservices:\n"
    for n in range(SERVICES // 5):
        yield f"  s{n}:\n    image: x:{n}\n    depends_on: [s{n // 2}, s{n // 3}]\n"


def estate() -> Catalogue:
    services = [
        {"id": f"s{n}", "kind": "service", "name": f"Service {n}", "rto": "4h"} for n in range(SERVICES)
    ]
    dependencies = [{"service": f"s{n}", "depends_on": f"s{provider(n)}"} for n in range(SERVICES)]
    tables = {
        "service": from_records("service", services),
        "dependency": from_records("dependency", dependencies),
    }
    return merge({"s": tables})


def exported(name: str) -> Callable[[], Iterator[str]]:
    return lambda: iter([EXPORTS[name].write(estate()).decode()])


FILES: Final[dict[str, Callable[[], Iterator[str]]]] = {
    "archimate.xml": archimate,
    "catalog-info.yaml": backstage_yaml,
    "entities.json": backstage_json,
    "compose.yaml": compose,
    "estate.graphml": exported("graphml"),
    "estate.json": exported("json"),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, written in FILES.items():
            file = Path(folder) / name
            file.write_text("".join(written()), encoding="utf-8")
            times = []
            for _ in range(3):
                start = time.process_time()
                found = read([file])
                times.append(time.process_time() - start)
            records = sum(map(len, found.tables.values()))
            size, speed = file.stat().st_size / 1e6, records / min(times)
            print(f"{name:18} {size:5.1f} MB {records:8,} records {min(times):6.2f} s {speed:9,.0f}/s")


if __name__ == "__main__":
    main()
