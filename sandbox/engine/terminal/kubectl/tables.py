"""Columns as Go's ``text/tabwriter`` lays them out: elastic, one block of lines at a time.

A cell ends with a tab. A column is as wide as the widest of the cells that stand one below the
other without a gap, and the padding; what follows the last tab of a line belongs to no column.
"""

from __future__ import annotations

from collections.abc import Iterable

_ESCAPED = str.maketrans({"\x1b": "^[", "\r": "\\r"})


def laid_out(text: str, *, minimum: int = 0, padding: int = 2) -> str:
    """The text with its tabs turned into blanks (``kubectl describe``: padding 2)."""
    ends_line = text.endswith("\n")
    lines = [line.split("\t") for line in (text[:-1] if ends_line else text).split("\n")]
    out: list[str] = []
    _format(lines, 0, len(lines), [], out, minimum, padding)
    return "\n".join(out) + ("\n" if ends_line else "")


def table(rows: Iterable[Iterable[str]]) -> str:
    """Rows as ``kubectl get`` prints them: three blanks between columns, six characters at least."""
    text = "".join("\t".join(row) + "\n" for row in rows)
    return laid_out(text, minimum=6, padding=3) if text else ""


def visible(text: str) -> str:
    """The text without what would steer a terminal."""
    return text.translate(_ESCAPED)


def _format(
    lines: list[list[str]], start: int, end: int, widths: list[int], out: list[str], minimum: int, padding: int
) -> None:
    column = len(widths)
    first = start
    position = start
    while position < end:
        if column >= len(lines[position]) - 1:
            position += 1
            continue
        _write(lines, first, position, widths, out)
        width, block = minimum, position
        while position < end and column < len(lines[position]) - 1:
            width = max(width, len(lines[position][column]) + padding)
            position += 1
        _format(lines, block, position, [*widths, width], out, minimum, padding)
        first = position
    _write(lines, first, end, widths, out)


def _write(lines: list[list[str]], start: int, end: int, widths: list[int], out: list[str]) -> None:
    out.extend(
        "".join(cell.ljust(widths[at]) if at < len(widths) else cell for at, cell in enumerate(line))
        for line in lines[start:end]
    )
