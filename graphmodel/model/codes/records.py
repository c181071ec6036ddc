"""Codes of problems with what records say of each other (3xx), sources of each other (4xx), and graphs (5xx)."""

from __future__ import annotations

from typing import Final

TOLD: Final = {
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
    "E313": (
        "Accountable twice",
        (
            "A column of services says who is accountable for a service, and the list of responsibilities names"
            " somebody else. Which one is right is not known."
        ),
        "Correct one of the two places, or take it out there.",
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
    "E405": (
        "Nothing to remove",
        "A row laid over the catalogue (--with) takes a record out that the catalogue does not have.",
        "Write the record as the catalogue has it; of a dependency its group is a part.",
    ),
    "E501": (
        "Graph that is no catalogue",
        "A NetworkX graph has a node or an edge that is not of the documented form.",
        "See docs/networkx.md for the names of nodes, edges and attributes.",
    ),
    "W301": (
        "Same row twice",
        "All that the row says of a record another row says, too. It is counted once.",
        "Say it once. Where the row says more, as of people beside dependencies, keep it.",
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
    "W308": (
        "Value of a file that is not preferred",
        "Two files give a field of one record different values, and the mapping says which one has the last word.",
        "Nothing, if that is right; else change prefer in the mapping, or correct one of the files.",
    ),
    "W309": (
        "Id that is a word for none",
        "An id such as NULL, n/a, None or - mostly stands for a lacking one. The record is kept under that id.",
        "If it is lacking, write the id, or remove the row; in a mapping, list the word under empty.",
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
