"""The ArchiMate model exchange format (The Open Group, https://www.opengroup.org/xsd/archimate/): XML of any tool.

Two sheets. ``elements`` has a column for each property; ``relationships`` names the elements at both ends and their
types. A relationship that ends in a junction is led on to where the junction leads. Views are not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from graphmodel.importers.documents.content import BadDocument, content, unread
from graphmodel.importers.documents.records import BadRecord, DocumentRecords, Stretch, frequent, named
from graphmodel.importers.documents.xml import Element, cut, elements
from graphmodel.importers.importer import IGNORED, File, Importer, Sheet
from graphmodel.model.errors import UsageError
from graphmodel.model.problems import Problem
from graphmodel.model.words import listed

ELEMENTS: Final = ("identifier", "type", "layer", "name", "documentation", "folder")
RELATIONSHIPS: Final = (
    "identifier", "type", "source", "target", "name", "source name", "source type", "target name", "target type",
    "access", "junction",
)  # fmt: skip
_PATHS: Final = ("//element[{}]", "//relationship[{}]")
_OWN: Final = b"http://www.archimatetool.com/archimate"
_EXPORT: Final = "in Archi: File > Export > Model to Open Exchange File; or export to CSV"
_MOST: Final = 10_000
"""Ends of a relationship behind junctions."""

_LAYERS: Final = {
    "Strategy": "Resource Capability ValueStream CourseOfAction",
    "Motivation": "Stakeholder Driver Assessment Goal Outcome Principle Requirement Constraint Meaning Value",
    "Implementation": "WorkPackage Deliverable ImplementationEvent Plateau Gap",
    "Technology": "Node Device SystemSoftware Path CommunicationNetwork Artifact",
    "Physical": "Equipment Facility DistributionNetwork Material",
    "Application": "DataObject",
    "Business": "Contract Representation Product",
    "Other": "Grouping Location AndJunction OrJunction Junction",
}
_LAYER: Final = {type_: layer for layer, types in _LAYERS.items() for type_ in types.split()}


def layer(type_: str) -> str:
    """The layer of a type of element.

    >>> layer("ApplicationComponent"), layer("Node"), layer("Goal")
    ('Application', 'Technology', 'Motivation')
    """
    first = next(
        (name for name in ("Business", "Application", "Technology") if type_.startswith(name)), "Other"
    )
    return _LAYER.get(type_, first)


def sniff(_path: Path, head: bytes) -> bool:
    """XML that names the format's namespace, or that of Archi's own files."""
    plain = head.replace(b"\0", b"")
    return b"http://www.opengroup.org/xsd/archimate" in plain or _OWN in plain


class _Model(NamedTuple):
    """What is in a file."""

    elements: list[Element]
    relationships: list[Element]
    definitions: dict[str, str]
    """Property definitions: identifier → name."""
    folders: dict[str, str]
    """Element → the path of the folder that it is in."""


def read(file: File) -> Iterator[Sheet | Problem]:
    """Elements and relationships. Raises UsageError where the file cannot be opened."""
    try:
        data = content(file.path)
        if _OWN in data[:4096]:
            raise BadDocument("a file of Archi's own, not in the exchange format", _EXPORT)
        model = _read(data)
        if not model.elements:
            raise BadDocument("there are no elements in it", "export the whole model, not a view")
        found = (_elements(model), _relationships(model))
    except BadDocument as error:
        yield error.problem(file.name)
        return
    if lost := sorted(_lost(model)):
        yield unread(
            file, f"properties without a definition: {listed(lost)}", "export the model with its definitions"
        )
    for records in found:
        if records.rows:
            yield records.sheet()


def _read(data: bytes) -> _Model:
    model = _Model([], [], {}, {})
    for element in elements(
        data, ("element", "relationship", "propertyDefinition", "organizations", "views")
    ):
        if element.tag == "element":
            model.elements.append(element)
        elif element.tag == "relationship":
            model.relationships.append(element)
        elif element.tag == "propertyDefinition":
            name = _text(element, "name") or element.attributes.get("name", "")
            model.definitions[element.attributes.get("identifier", "")] = name
        elif element.tag == "organizations":
            _organize(element, model.folders)
    return model


def _organize(organizations: Element, folders: dict[str, str]) -> None:
    left: list[tuple[Element, tuple[str, ...]]] = [(organizations, ())]
    while left:
        element, path = left.pop()
        for item in element.all("item"):
            if reference := item.attributes.get("identifierRef"):
                folders.setdefault(reference, "/".join(path))
            left.append((item, (*path, label) if (label := _text(item, "label")) else path))


def _text(element: Element, tag: str) -> str:
    """What it says in the first of its children of that name, one without a language before others."""
    if not element.children:
        return ""
    said = list(element.all(tag))
    first = next((one for one in said if "lang" not in one.attributes), said[0] if said else None)
    return first.text.strip() if first else ""


def _values(element: Element) -> Iterator[tuple[str, str]]:
    """(identifier of the definition, value) of its properties, and of what is said in further languages."""
    for properties in element.all("properties"):
        for one in properties.all("property"):
            yield one.attributes.get("propertyDefinitionRef", ""), _text(one, "value")


def _lost(model: _Model) -> set[str]:
    given = {ref for element in (*model.elements, *model.relationships) for ref, _ in _values(element)}
    return given - model.definitions.keys()


def _more(element: Element, definitions: Mapping[str, str]) -> dict[str, str]:
    """What a user has added: properties by name, and names in several languages; equal names are joined by ``;``."""
    found: dict[str, list[str]] = {}
    if not element.children:
        return {}
    for reference, value in _values(element):
        if value and reference in definitions:
            found.setdefault(definitions[reference], []).append(value)
    names = [one for one in element.all("name") if "lang" in one.attributes]
    if len(names) > 1:
        for one in names:
            found.setdefault(f"name ({one.attributes['lang']})", []).append(one.text.strip())
    return {name: ";".join(dict.fromkeys(values)) for name, values in found.items()}


def _elements(model: _Model) -> DocumentRecords:
    records = DocumentRecords("elements", _PATHS[0], 1, ELEMENTS)
    more = [_more(element, model.definitions) for element in model.elements]
    columns = named(frequent(name for said in more for name in said), ELEMENTS, "property")
    for number, (element, said) in enumerate(zip(model.elements, more, strict=True), 1):
        identifier, type_ = element.attributes.get("identifier", ""), element.attributes.get("type", "")
        row = {
            "identifier": identifier, "type": type_, "layer": layer(type_), "name": _text(element, "name"),
            "documentation": _text(element, "documentation"), "folder": model.folders.get(identifier, ""),
        }  # fmt: skip
        row |= {columns[name]: value for name, value in said.items() if name in columns}
        _add(records, number, element, row)
    return records


def _add(records: DocumentRecords, number: int, element: Element, row: dict[str, str]) -> None:
    bad = None
    if not row["type"]:
        bad = BadRecord("type", "E201", "has no xsi:type", "export the model again")
    if element.attributes.get(IGNORED):
        row[IGNORED] = element.attributes[IGNORED]
    records.add(number, element.line, element.span, row, bad)


def _relationships(model: _Model) -> DocumentRecords:
    records = DocumentRecords("relationships", _PATHS[1], 1, RELATIONSHIPS)
    types = {e.attributes.get("identifier", ""): e.attributes.get("type", "") for e in model.elements}
    names = {e.attributes.get("identifier", ""): _text(e, "name") for e in model.elements}
    ways = _Ways(model.relationships, types)
    more = [_more(element, model.definitions) for element in model.relationships]
    columns = named(frequent(name for said in more for name in said), RELATIONSHIPS, "property")
    for number, (element, said) in enumerate(zip(model.relationships, more, strict=True), 1):
        given = element.attributes
        source, target = given.get("source", ""), given.get("target", "")
        ends, junction = ways.ends(source, target)
        row = {
            "identifier": given.get("identifier", ""), "type": given.get("type", ""),
            "source": "" if ways.led_to(source) else source, "target": ";".join(ends),
            "name": _text(element, "name"), "access": given.get("accessType", ""), "junction": junction,
        }  # fmt: skip
        for end, identifier in (("source", source), ("target", target)):
            if identifier in types:
                row[f"{end} name"], row[f"{end} type"] = names[identifier], types[identifier]
        row |= {columns[name]: value for name, value in said.items() if name in columns}
        _add(records, number, element, row)
    return records


class _Ways:
    """Where relationships lead that end in junctions."""

    def __init__(self, relationships: Sequence[Element], types: Mapping[str, str]) -> None:
        """``types``: of the elements, by identifier."""
        self._types = types
        self._out: dict[str, list[str]] = {}
        self._reached = {e.attributes.get("target", "") for e in relationships}
        for element in relationships:
            source = element.attributes.get("source", "")
            if self._is_junction(source):
                self._out.setdefault(source, []).append(element.attributes.get("target", ""))

    def _is_junction(self, identifier: str) -> bool:
        return self._types.get(identifier, "").endswith("Junction")

    def led_to(self, source: str) -> bool:
        """A relationship that begins in this junction is said by those that end there."""
        return self._is_junction(source) and source in self._reached

    def ends(self, source: str, target: str) -> tuple[list[str], str]:
        """The elements that a relationship ends in, and the first Or junction on the way, which makes alternatives.

        Raises BadDocument where junctions lead to too many.
        """
        if not self._is_junction(target) or self.led_to(source):
            return [target], ""
        found, seen, left, either = dict[str, None](), {target}, [target], ""
        while left:
            junction = left.pop()
            if not either and self._types[junction] == "OrJunction":
                either = junction
            for end in self._out.get(junction, ()):
                if not self._is_junction(end):
                    found[end] = None
                elif end not in seen:
                    seen.add(end)
                    left.append(end)
            if len(found) > _MOST:
                raise BadDocument(
                    f"a junction that leads to more than {_MOST:,} elements", "is it meant?", "E115"
                )
        return list(found), either


def rewrite(
    file: File, chosen: Mapping[str, Callable[[int], str]], target: Path, _encoding: str | None
) -> None:
    """The model with those records, their reasons as an attribute, and the elements that relationships end in."""
    try:
        data = content(file.path)
        model = _read(data)
        sheets = (_elements(model), _relationships(model))
    except BadDocument as error:
        raise UsageError(f"{file.path} has changed while it was read: {error}", "import it again") from None
    spans: dict[Stretch, str | None] = {e.span: None for e in (*model.elements, *model.relationships)}
    named_: set[str] = set()
    for records in sheets:
        for at, why in records.chosen(chosen.get(records.name)):
            spans[records.spans[at]] = why
            row = records.rows[at]
            if records is sheets[1]:
                named_ |= {
                    row["source"],
                    *row["target"].split(";"),
                    model.relationships[at].attributes.get("target", ""),
                }
    junctions = {
        e.attributes.get("identifier", "")
        for e in model.elements
        if e.attributes.get("type", "").endswith("Junction")
    }
    if named_ & junctions:
        named_ |= _behind(model, junctions)
        for element in model.relationships:
            if element.attributes.get("source") in junctions and spans[element.span] is None:
                spans[element.span] = ""
    for element in model.elements:
        if element.attributes.get("identifier") in named_ and spans[element.span] is None:
            spans[element.span] = ""
    target.write_bytes(cut(data, spans))


def _behind(model: _Model, junctions: set[str]) -> set[str]:
    """All junctions, and the elements that they lead to."""
    leads = {
        e.attributes.get("target", "") for e in model.relationships if e.attributes.get("source") in junctions
    }
    return junctions | leads


IMPORTER: Final = Importer("archimate", "ArchiMate model exchange files (XML)", sniff, read, rewrite)
