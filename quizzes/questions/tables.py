"""kubectl's tables: read, changed in one row, and laid out again as kubectl does it."""

from __future__ import annotations

import re

Row = dict[str, str]
_BETWEEN = 3
_NARROWEST = 6


def parse(text: str) -> list[Row]:
    """The rows of one table, each by the names of its columns."""
    lines = text.rstrip("\n").splitlines()
    starts = [(found.start(), found[0].strip()) for found in re.finditer(r"\S+(?: \S+)*", lines[0])] if lines else []
    ends = [start for start, _ in starts[1:]] + [None]
    return [
        {name: row[start:end].strip() for (start, name), end in zip(starts, ends, strict=True)} for row in lines[1:]
    ]


def lay_out(rows: list[Row]) -> str:
    """Columns as wide as their widest cell and three blanks, six at least."""
    names = list(rows[0])
    cells = [names, *([row[name] for name in names] for row in rows)]
    widths = [max(_NARROWEST, max(len(row[n]) for row in cells) + _BETWEEN) for n in range(len(names))]
    return "".join(
        "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in cells
    )
