"""Workbooks of which one part, or the archive itself, is a hostile case (``benchmarks.fuzz``)."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

TOKENS: Final = (
    '<row r="2">', '<row r="1048576">', "<row>", "</row>", '<c r="A2"', '<c r="XFD9"', "<c",
    ' t="s">', ' t="e">', ' t="b">', ' t="d">', ' t="inlineStr">', ' s="1">', ' s="2">', ">", "/>",
    "<v>", "</v>", "<f>", "</f>", "<is><t>", "</t></is>", "</c>", "0", "1", "-1",
    "99999999999999999999", "1e999", "NaN", "#N/A", '<mergeCell ref="A1:A3"/>', "<mergeCells>",
    "</mergeCells>", '<dimension ref="A1:XFD1048576"/>', '<col min="1" max="9" hidden="1"/>',
    "<si><t>", "</t></si>", "<r>", "</r>", "<rPh>", 'uniqueCount="99999999"', "<![CDATA[", "]]>",
    "<!--", "-->", "&amp;", "&#0;", "_x0000_", '<numFmt numFmtId="9" formatCode="[h]%"/>',
    '<xf numFmtId="22"/>', '<sheet name="x" sheetId="2" r:id="r1"/>',
    '<sheet name="services" r:id="r9"/>', "<?xml version='1.0'?>", "<!DOCTYPE a [",
    "xml:space='preserve'", "<table:table-row", "</table:table-row>",
    ' table:number-rows-repeated="99999"', "<table:table-cell", "</table:table-cell>",
    ' table:number-columns-repeated="9"', ' table:number-rows-spanned="3"',
    ' office:value-type="percentage" office:value="0.5"',
    ' office:value-type="date" office:date-value="2024-02-30"', "<text:p>", "</text:p>",
    '<table:table table:name="roles">', "</table:table>", "<table:covered-table-cell/>",
)  # fmt: skip
"""What means something in a part of a workbook."""
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF: Final = "urn:oasis:names:tc:opendocument:xmlns"
_HEAD: Final = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>name</t></is></c></row>'
)
_BOOK: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="x"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="a" '
    f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="services" sheetId="1" '
    'r:id="r1"/>~</sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    + "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in (
            ("r1", "worksheet", "worksheets/sheet1.xml"),
            ("r2", "sharedStrings", "sharedStrings.xml"),
            ("r3", "styles", "styles.xml"),
        )
    )
    + "~</Relationships>",
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts><numFmt numFmtId="164" formatCode="0.0%"/>~</numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/>~</cellXfs></styleSheet>',
    "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}"><si><t>a</t></si><si><t>b</t></si>~</sst>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}">~<sheetData>{_HEAD}~</sheetData>~</worksheet>',
}
"""A workbook in XLSX; where ~ stands a case is put in."""
_SHEET: Final = (
    f'<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:table="{_ODF}:table:1.0" '
    f'xmlns:text="{_ODF}:text:1.0"><office:body><office:spreadsheet><table:table table:name="services">'
    '<table:table-row><table:table-cell office:value-type="string"><text:p>id</text:p></table:table-cell>'
    "</table:table-row>~</table:table></office:spreadsheet></office:body></office:document-content>"
)


def write(folder: Path, data: bytes) -> Path:
    """The bytes in one part of a workbook, or over some of its archive."""
    where = len(data) % (len(_BOOK) + 2)
    parts = (
        _BOOK
        if where
        else {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": _SHEET}
    )
    changed = [*parts][-1 if where > len(_BOOK) else max(where - 1, 0)] if where else "content.xml"
    file = folder / ("services.xlsx" if where else "services.ods")
    with zipfile.ZipFile(file, "w") as made:
        for name, said in parts.items():
            before, *after = said.encode().split(b"~")
            filled = [
                data if name == changed and at == len(data) % max(len(after), 1) else b""
                for at in range(len(after))
            ]
            made.writestr(name, before + b"".join(a + b for a, b in zip(filled, after, strict=True)))
    if where > len(_BOOK):
        content = bytearray(file.read_bytes())
        for at in range(0, len(data) - 3, 4):
            content[int.from_bytes(data[at : at + 3]) % len(content)] = data[at + 3]
        file.write_bytes(content)
    return file
