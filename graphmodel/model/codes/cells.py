"""Codes of problems with values of cells: 2xx."""

from __future__ import annotations

from typing import Final

TOLD: Final = {
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
        "Support hours are days and times of a week, with or without a time zone that is known.",
        "Write 24x7 or Mon-Fri 08:00-18:00, several separated by ;, a time zone first: Europe/Berlin Mon-Fri 08-18.",
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
    "W204": (
        "Dates that are numbers or points in time",
        "A spreadsheet counts days and shows them as dates: 45123 is 2023-07-16. Of a point in time the day is read.",
        "Format the cells as dates before you export, and check one of the dates.",
    ),
    "W205": (
        "Day and month in two orders",
        "Of two formats of the mapping each is the only one for some date of the column; others fit both.",
        "Write all dates as 2024-12-31, or give the files of each order their own entry in the mapping.",
    ),
}
"""Code → (title, why, how to fix)."""
