"""What each code of a problem means: what ``graphmodel explain CODE`` says.

1xx: files; 2xx: values; 3xx: what records say of each other; 4xx: what sources say of each other; 5xx: graphs.
"""

from __future__ import annotations

from typing import Final

from graphmodel.model.problems import Code, Severity

_TOLD: Final = {
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
    "E201": (
        "Value missing",
        "The cell is empty, and no record of this kind can do without it.",
        "Fill it in, or remove the row.",
    ),
    "E202": (
        "Id with invisible characters",
        "Control, zero-width and bidirectional characters and NUL make two different ids look alike.",
        "Type the id again.",
    ),
    "E203": (
        "Not a number",
        "The column holds decimal numbers. NaN and infinity are none.",
        (
            "Write digits with a decimal point; a decimal comma is read where the delimiter is not a comma. A"
            " mapping can name the signs of foreign files."
        ),
    ),
    "E204": (
        "Number out of range",
        (
            "Percentages go from 0 to 100, needs is a whole number of at least 1, and no number has more than"
            " 30 digits."
        ),
        "Correct the number.",
    ),
    "E205": (
        "Not a date",
        "Dates are ISO 8601, because 03/04/2025 is two different days.",
        "Write 2025-04-03, or give the format of the file's dates in a mapping.",
    ),
    "E206": (
        "Not a duration",
        "The column holds a length of time.",
        "Write 4h, 30m, 2d, or ISO 8601: PT4H, P2D.",
    ),
    "E207": (
        "Not a weekly schedule",
        "Support hours are days and times of a week.",
        "Write 24x7 or Mon-Fri 08:00-18:00, several separated by ;",
    ),
    "E208": (
        "Value that is none of the allowed ones",
        "The column has a few fixed values, in capital or small letters.",
        "Write one of them, or translate the file's own values in a mapping.",
    ),
    "E209": (
        "NUL character in a text",
        "NUL ends a text in many programs. A file full of them is likely UTF-16 without byte order mark.",
        "Remove it, or name the encoding: --encoding utf-16-le.",
    ),
    "E210": (
        "Kind that contradicts the file",
        "products.csv holds products and services.csv other services, whatever a column says.",
        "Move the row to the other file, or remove the column kind.",
    ),
    "E211": (
        "Id that is too long",
        (
            "An id, an alias, a group or a column's name has at most 255 characters. Ids are in every answer, "
            "diagram and message; an id that holds a whole text comes from a mapping with the wrong column."
        ),
        "Give it a short id, and put the text into name or description.",
    ),
    "E301": (
        "Same identity, other content",
        (
            "Two rows stand for the same record and say different things of it; which is right cannot be "
            "told. Both are rejected."
        ),
        "Keep the right one. Parallel dependencies of the same pair differ by their group.",
    ),
    "E302": (
        "Id both of a product and of a service",
        "Products and services share one name space, since a product is a service too.",
        "Keep it in products.csv if it is a product, else in services.csv.",
    ),
    "E304": (
        "Unknown service",
        (
            "A record, mostly a dependency, names a service or product that neither these files nor other "
            "sources define."
        ),
        "Correct the id, define the service, or allow flagged placeholders with --create-missing.",
    ),
    "E305": (
        "Refers to a rejected row",
        "The service that the row names is in a row that is rejected, or in a file that could not be read.",
        "Fix that row or file.",
    ),
    "E306": (
        "Contradiction inside a group",
        (
            "A group is one requirement: it has one strength, and needs one number of its members. The whole "
            "group is rejected."
        ),
        "Give all its rows the same, or say it in one row and leave it empty in the others.",
    ),
    "E307": (
        "Needs without a group",
        "How many are needed can only be said of alternatives.",
        "Name the group, or leave needs empty.",
    ),
    "E308": (
        "Group that needs more than it has",
        "Such a requirement could never be met. The whole group is rejected.",
        "Add the missing members, or lower needs.",
    ),
    "E309": (
        "Group that lost a row",
        "Another row of the group is rejected. Half a group would mean something else, so all of it is.",
        "Fix the other row; nothing is wrong with this one.",
    ),
    "E310": (
        "Category that is its own ancestor",
        "Categories form a forest: every chain of parents ends in a root, the type.",
        "Make one of the categories shown a root, by leaving its parent empty.",
    ),
    "E311": (
        "Alias claimed twice",
        "An alias is another id of one service. It cannot also be the id, or an alias, of a second one.",
        "Remove the alias from one of them.",
    ),
    "E312": (
        "Name of several records",
        "A reference is an id, an alias, or a name that exactly one record has. Several have this one.",
        "Write the id of the one that is meant.",
    ),
    "E401": (
        "Two sources contradict each other",
        "Two sources give one field of one record different values. Which one is right is not known.",
        "Give the value in one of the two, and leave the cell empty (or the column out) in the other.",
    ),
    "E402": (
        "Group of two sources",
        "A requirement belongs to one source; two would mix their alternatives.",
        "Rename the group in one of them, or give all of it in one source.",
    ),
    "E403": (
        "Too much withdrawn at once",
        (
            "More than a tenth, and more than 10, of what the source gave before is no longer there. That is "
            "more often half an export than a decision."
        ),
        "If it is meant, allow it with --allow-withdraw; if the files are only a part, use --add.",
    ),
    "E404": (
        "Same record by an alias, other content",
        "Two rows describe one record, because an alias says so, and they differ.",
        "Give both the same values, or leave one out.",
    ),
    "E501": (
        "Graph that is no catalogue",
        "A NetworkX graph has a node or an edge that is not of the documented form.",
        "See docs/networkx.md for the names of nodes, edges and attributes.",
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
        "The mapping has no table that reads these rows: their values fit no where, or an end is empty.",
        "If they say something, add a table for them; otherwise nothing is to be done.",
    ),
    "W107": (
        "Owner who is not responsible",
        (
            "A column of services is called owner or the like. It is kept as a free attribute; who is responsible for"
            " a service is read from responsibilities.csv."
        ),
        "Write a row for each into responsibilities.csv: role, service, A (accountable), R, C or I.",
    ),
    "W108": (
        "Read otherwise than shown",
        (
            "A spreadsheet program shows something else than what is read of the workbook: cells with errors such as"
            " #N/A and formulas without a value are empty, hidden rows, columns and sheets are read like the others,"
            " and what is merged downwards is read in each of its rows, unless the mapping says otherwise."
        ),
        "Check that this is meant; otherwise change the workbook.",
    ),
    "W201": (
        "Id trimmed or normalised",
        "Ids that differ by white space around them or by their Unicode form (NFC, NFD) are one id.",
        "Write it the same way everywhere.",
    ),
    "W202": (
        "Percentages that look like fractions",
        "A percentage is at most 1, without a percent sign. If all of a column are, 0.999 is read as 99.9%.",
        "Write 99.9 or 99.9%; where you mean less than a percent, write it with the sign: 0.5%.",
    ),
    "W203": (
        "Dots that may stand between thousands",
        "The file may write decimals with a comma, and all numbers of a column have a dot before three digits.",
        "If 1.250 means 1250, say so in a mapping: thousands. Else write it with another number of digits.",
    ),
    "W301": (
        "Same row twice",
        "All that the row says another row of the same record says, too. It is counted once.",
        "Remove it.",
    ),
    "W302": (
        "Ids that differ in case only",
        "They are different ids, but easily confused.",
        "Write it the same way if it is the same one.",
    ),
    "W303": (
        "Category that is only named",
        "A category is created when a service or another category names it. A typing error creates one, too.",
        "Define it in categories.csv.",
    ),
    "W304": (
        "Role that is only named",
        (
            "A role is created when a responsibility names it, and so is any other node but a service when a record"
            " names it. A typing error creates one, too."
        ),
        "Define it in roles.csv.",
    ),
    "W305": (
        "Expectation of something unknown",
        "A category expects a type or a role that does not exist, so the expectation means nothing.",
        "Correct the id, or define it.",
    ),
    "W306": (
        "Placeholders made",
        (
            "With --create-missing a service that is named and that nobody defines becomes a flagged "
            "placeholder. It goes when nothing refers to it."
        ),
        "Define the services.",
    ),
    "W307": (
        "Rows about services that are left out",
        "Dependencies or responsibilities name services whose rows the mapping leaves out; they are left out, too.",
        "If they matter, widen where in the table of services.",
    ),
    "W401": (
        "Groups joined by an alias",
        (
            "Rows with one group name a consumer by several of its ids. An alias makes them one service, and so the "
            "group one requirement: alternatives of each other, where two groups had both to be met."
        ),
        "Give one of the groups another name where both are needed; else write one id in all rows.",
    ),
}
"""Code → (title, why, how to fix)."""


def _severity(code: str) -> Severity:
    return "error" if code.startswith("E") else "warning"


CODES: Final[dict[str, Code]] = {
    code: Code(code, title, _severity(code), why, fix) for code, (title, why, fix) in _TOLD.items()
}
"""Every code of a problem. Errors cost their row (or file, or the whole import); warnings cost nothing."""
