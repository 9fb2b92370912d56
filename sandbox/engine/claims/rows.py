"""Rows that stand in the order of names made by chance, put in the order of their symbols.

A terminal lists objects by name. Where names are chance their order is too, and a recording has
such rows in the order of the symbols that take the names' place (``tests/corpus/README.md``).
"""

from __future__ import annotations

import re
from itertools import groupby

#: What a row begins with: the namespace's column perhaps, then ``web~2``, ``pod/web~2``,
#: ``pod "web~2"``, ``{slice default/web 2}`` (the first slice has no number).
_NAMED = re.compile(
    r"""(?P<before>(?:[\w-]+\s+)?(?:[\w.-]+[/ ]"?)?)
                        (?:(?P<pods>[\w.-]+)~(?P<pod>\d+)|\{slice\ (?P<slices>[^ }]+)(?:\ (?P<slice>\d+))?\})""",
    re.VERBOSE,
)


def in_order_of_symbols(text: str) -> str:
    """The text with neighbouring rows of one owner's objects in the order of their numbers."""
    if "~" not in text and "{slice " not in text:
        return text
    lines: list[str] = []
    for _, rows in groupby(text.splitlines(keepends=True), key=_owner):
        lines += sorted(rows, key=_number)
    return "".join(lines)


def _owner(line: str) -> tuple[str, ...]:
    found = _NAMED.match(line)
    if found is None:
        return ()
    return found["before"].split()[0] if found["before"].strip() else "", found["pods"] or "", found["slices"] or ""


def _number(line: str) -> int:
    found = _NAMED.match(line)
    return int(found["pod"] or found["slice"] or 1) if found is not None else 0
