"""Codes of problems with files, their lines and their columns: 1xx."""

from __future__ import annotations

from typing import Final

TOLD: Final = {
    "E101": (
        "Empty file",
        (
            "The file has no content, or nothing but blank lines. A table begins with a line of column names;"
            " without one nobody can tell an export that went wrong from a table without rows."
        ),
        "Export the file again, write at least the line of column names, or remove the file.",
    ),
    "E102": (
        "Bytes that are not text in the expected encoding",
        (
            "Files are UTF-8 (with or without byte order mark) or UTF-16 with byte order mark. Characters are"
            " never replaced by guesses: names would be damaged silently."
        ),
        "Save the file as UTF-8, or name its encoding: --encoding cp1252.",
    ),
    "E103": (
        "Not delimited text",
        "The file is a spreadsheet or an archive.",
        "Save the sheet as CSV UTF-8 and import that.",
    ),
    "E104": (
        "Quote not closed",
        (
            "A cell begins with a quote that nothing closes, or text follows where it is closed lines later. "
            "Where the record ends is not known; reading goes on with the next line."
        ),
        'Close the quote. A quote inside a quoted cell is written twice: "".',
    ),
    "E105": (
        "Text after the closing quote",
        "After the closing quote of a cell comes the delimiter or the end of the line, and nothing else.",
        'Write a quote inside a quoted cell twice: "".',
    ),
    "E106": (
        "Row with too few or too many cells",
        (
            "Every row has as many cells as the line of column names; otherwise nobody knows which value "
            "belongs where."
        ),
        "Put quotes around a cell that holds the delimiter, or fill up the missing cells.",
    ),
    "E107": (
        "Too many columns",
        (
            "More columns than a catalogue has any use for are a sign of a wrong delimiter or of a transposed"
            " table."
        ),
        "Check the delimiter; remove the columns that nobody needs.",
    ),
    "E108": (
        "Cell too long",
        "A cell may hold 131,072 characters.",
        "Shorten the cell, or keep the text elsewhere and its address here.",
    ),
    "E109": (
        "Line too long",
        "A line may hold 1,048,576 characters. A longer one is a sign of missing line breaks.",
        "Check how the file was exported.",
    ),
    "E110": (
        "Column name twice",
        (
            "Two columns of one name leave open which of them is meant. Case, spaces, hyphens and underscores"
            " do not tell names apart."
        ),
        "Rename or remove one of them.",
    ),
    "E111": (
        "Column missing",
        "A column that every record needs, or that the mapping names, is not in the file.",
        "Name the column as the hint says, add it, or correct the mapping.",
    ),
    "E112": (
        "Column name that cannot be used",
        (
            "Control, zero-width and bidirectional characters in a name make two different names look alike. And no "
            "two columns can be kept under one name."
        ),
        "Type the name again, or keep one of the columns under another name, which a mapping gives it.",
    ),
    "E113": (
        "File that cannot be read",
        (
            "Something in the folder has the name of a file that is read, and is a link to nothing, a directory, a"
            " pipe, a device, or not allowed to be read. If it were left out, its records would count as withdrawn."
        ),
        "Make the file readable. Remove it if its records should go.",
    ),
    "E114": (
        "Document that is not well formed",
        (
            "XML, JSON and YAML have rules of their own, and the file breaks one, or has another form than its format"
            " says. What comes after that place cannot be known, so none of the file is read."
        ),
        "Export the file again, or correct the place.",
    ),
    "E115": (
        "Document beyond a limit",
        (
            "A small document can be made to grow without end: by entities in XML, by anchors that are used again and"
            " again in YAML, by levels within levels. Limits keep that out: 512 MB, 100 levels, no entities."
        ),
        "Check that it is the right file, and where it comes from; split a large one.",
    ),
    "W101": (
        "Zero rows",
        "The file has column names and nothing else.",
        "If that is meant, all is well; otherwise export it again.",
    ),
    "W102": (
        "Column that looks misspelt",
        "The column is not known, and its name is near to one that is. It is kept as a free attribute.",
        "Rename it if the known column is meant.",
    ),
    "W103": (
        "File that is not read",
        "A catalogue folder holds CSV files of certain names; this is none of them.",
        "Rename it if the hint says so, or move it elsewhere.",
    ),
    "W104": (
        "Column without a name",
        "A column without a name is not read.",
        "Name it, or remove it.",
    ),
    "W105": (
        "Rows of empty cells",
        "Rows of nothing but delimiters, as spreadsheets leave them behind, are no records and are skipped.",
        "Nothing to do; delete the rows to be rid of the warning.",
    ),
    "W106": (
        "Rows that no table wants",
        (
            "The mapping has no table that reads these rows: their values fit no where. Or they say nothing that makes"
            " a record: an end of a dependency is empty, or a matrix has no mark in the row."
        ),
        "If they say something, add a table for them; otherwise nothing is to be done.",
    ),
    "W107": (
        "Column read as responsibilities",
        (
            "A column of services is called owner, responsible, consulted, informed or the like. Each item in it is a"
            " role that holds that responsibility for the service of its row."
        ),
        "Nothing to do if that is meant; a column called attribute:owner is a free attribute.",
    ),
    "W108": (
        "Read otherwise than shown",
        (
            "A spreadsheet program shows something else than what is read of the workbook: cells with errors such as"
            " #N/A and formulas without a value are empty, hidden rows, columns and sheets are read like the others,"
            " and what is merged downwards is read in each of its rows, unless the mapping says otherwise. In delimited"
            ' text, a cell such as ="0341" is read as the text in it, 0341.'
        ),
        "Check that this is meant; otherwise change the file.",
    ),
    "W109": (
        "Part of a document that is not read",
        "The document says something that the reader of its format does not follow. The message names it.",
        "If it matters, write it in a form that is read, as the hint says.",
    ),
    "W110": (
        "Columns or values in other words",
        (
            "A column that no field is called like has a German, French or Spanish name of one, and is read as that"
            " field; or a strength or lifecycle is given by another word for it."
        ),
        "Nothing to do if that is meant; with attribute: before its name a column is a free attribute.",
    ),
    "W111": (
        "Text read in a wrong encoding",
        (
            "Some program has read UTF-8 as another encoding, so that ä became two signs, or has lost characters. It"
            " happened before, or the file is written in two encodings. The text is kept as it is."
        ),
        "Export the file again as UTF-8. Leave --encoding out for a file that is UTF-8; correct what is left by hand.",
    ),
    "W112": (
        "Cells of a matrix that are not read",
        "The cells hold something that is no mark which the mapping lists, as ? or (x). No record comes of them.",
        "Add what means a relation to where under unpivot, and what means none to empty.",
    ),
}
"""Code → (title, why, how to fix)."""
