"""A line as a POSIX shell takes it apart: words, quotes, and a here-document.

Words are split and unquoted as in POSIX.1-2024 "Shell Command Language" 2.2 and 2.7.4. Pipes,
redirections, variables and lists of commands are not imitated: they are refused, not ignored.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_HERE = re.compile(r"(?<![<\\])<<(-?)\s*(['\"]?)([A-Za-z_][A-Za-z0-9_]*)\2")
_OPERATORS = "|&;<>()`"
_ESCAPED_IN_DOUBLE = '$`"\\\n'


class Line(NamedTuple):
    """A command's words and its standard input (None where the line gives none)."""

    words: list[str]
    stdin: str | None


class Unparsable(ValueError):
    """A line that no shell would take, or that this one does not imitate."""


def parse(text: str) -> Line:
    """The words of one command line and its here-document. Raises Unparsable."""
    text = text.replace("\r\n", "\n")
    first, _, rest = text.partition("\n")
    while rest and first.endswith("\\") and not first.endswith("\\\\"):
        more, _, rest = rest.partition("\n")
        first = f"{first[:-1]}{more}"
    found = _HERE.search(first)
    if found is not None and not _is_quoted(first, found.start()):
        head = first[: found.start()] + " " + first[found.end() :]
        body, behind = _here_document(rest, found[3], bool(found[1]))
        if behind.strip():
            raise Unparsable("only one command at a time is run here")
        return Line(_words(head), body)
    return Line(_words(text.rstrip("\n")), None)


def _here_document(text: str, delimiter: str, strips_tabs: bool) -> tuple[str, str]:
    body: list[str] = []
    lines = text.split("\n")
    for position, line in enumerate(lines):
        shown = line.lstrip("\t") if strips_tabs else line
        if shown == delimiter:
            return "".join(f"{one}\n" for one in body), "\n".join(lines[position + 1 :])
        body.append(shown)
    while body and body[-1] == "":
        body.pop()
    return "".join(f"{one}\n" for one in body), ""


def _is_quoted(text: str, position: int) -> bool:
    quote = ""
    for at, character in enumerate(text[:position]):
        if quote:
            if character == quote and not (quote == '"' and text[at - 1] == "\\"):
                quote = ""
        elif character in "'\"":
            quote = character
    return bool(quote)


def _words(text: str) -> list[str]:
    words: list[str] = []
    word: list[str] | None = None
    position, end = 0, len(text)
    while position < end:
        character = text[position]
        position += 1
        if character in " \t":
            if word is not None:
                words.append("".join(word))
                word = None
        elif character == "\n":
            if text[position:].strip():
                raise Unparsable("only one command at a time is run here")
            break
        elif character == "#" and word is None:
            break
        elif character == "'":
            word = [] if word is None else word
            close = text.find("'", position)
            if close < 0:
                raise Unparsable("unexpected EOF while looking for matching `''")
            word.append(text[position:close])
            position = close + 1
        elif character == '"':
            word = [] if word is None else word
            position = _double_quoted(text, position, word)
        elif character == "\\":
            if position < end and text[position] == "\n":
                position += 1
                continue
            word = [] if word is None else word
            word.append(text[position : position + 1])
            position += 1
        elif character in _OPERATORS:
            raise Unparsable(
                f"`{character}` is not modelled here: pipes, redirections and lists of commands "
                "have to be done one by one"
            )
        else:
            word = [] if word is None else word
            word.append(character)
    if word is not None:
        words.append("".join(word))
    return words


def _double_quoted(text: str, position: int, word: list[str]) -> int:
    while position < len(text):
        character = text[position]
        if character == '"':
            return position + 1
        if character == "\\" and text[position + 1 : position + 2] in _ESCAPED_IN_DOUBLE and position + 1 < len(text):
            if text[position + 1] != "\n":
                word.append(text[position + 1])
            position += 2
            continue
        word.append(character)
        position += 1
    raise Unparsable("unexpected EOF while looking for matching `\"'")
