"""Lines broken as ``mitchellh/go-wordwrap`` breaks them: words stay whole, blanks at a break go."""

from __future__ import annotations


def wrapped(text: str, limit: int) -> str:
    """The text in lines of at most ``limit`` characters; longer words stand alone."""
    out: list[str] = []
    word, blanks = "", ""
    current = 0
    for character in text:
        if character == "\n":
            if word:
                out.append(blanks + word)
            elif current + len(blanks) <= limit:
                out.append(blanks)
            out.append("\n")
            word, blanks, current = "", "", 0
        elif character.isspace() and character != "\xa0":
            if not blanks or word:
                current += len(blanks) + len(word)
                out.append(blanks + word)
                word, blanks = "", ""
            blanks += character
        else:
            word += character
            if current + len(word) + len(blanks) > limit and len(word) < limit:
                out.append("\n")
                current, blanks = 0, ""
    if word:
        out.append(blanks + word)
    elif current + len(blanks) <= limit:
        out.append(blanks)
    return "".join(out)
