"""What was pasted into the terminal, as the commands that a shell would run one after the other."""

import re

_HERE = re.compile(r"(?<![<\\])<<(-?)\s*(['\"]?)([A-Za-z_][A-Za-z0-9_]*)\2")


def commands(text: str) -> list[str]:
    """The commands of a text. A here-document and what a backslash or an open quote goes on with belong to their
    command; empty lines and lines that only comment are left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found: list[str] = []
    position = 0
    while position < len(lines):
        end = position + 1
        while end < len(lines) and _goes_on("\n".join(lines[position:end])):
            end += 1
        here = _HERE.search(lines[end - 1])
        if here is not None and not _open_quote(lines[end - 1][: here.start()]):
            end = _behind(lines, end, here)
        command = "\n".join(lines[position:end])
        if command.strip() and not command.lstrip().startswith("#"):
            found.append(command.strip(" \t") if here is None else command)
        position = end
    return found


def _behind(lines: list[str], start: int, here: re.Match[str]) -> int:
    """The line behind a here-document; without its end mark it goes on to the end."""
    for position in range(start, len(lines)):
        line = lines[position].lstrip("\t") if here[1] else lines[position]
        if line == here[3]:
            return position + 1
    return len(lines)


def _goes_on(text: str) -> bool:
    if text.lstrip().startswith("#"):
        return False
    quote = _open_quote(text)
    return bool(quote) or (text.endswith("\\") and not text.endswith("\\\\"))


def _open_quote(text: str) -> str:
    """The quote that is open at the end of the text, if any."""
    quote = ""
    position = 0
    while position < len(text):
        letter = text[position]
        if quote:
            if letter == "\\" and quote == '"':
                position += 1
            elif letter == quote:
                quote = ""
        elif letter == "\\":
            position += 1
        elif letter in "'\"":
            quote = letter
        position += 1
    return quote
