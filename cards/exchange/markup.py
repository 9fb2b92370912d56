"""HTML that others wrote, as Markdown. Nothing of it is kept but words, their emphasis, code, lists and links.

What comes out is text for the Markdown renderer, which shows HTML and never runs it; so what is escaped here is for
looks, not for safety. The parser of the standard library takes minutes for some texts of 40 KB; this reader goes over
a text once, whatever is in it.
"""

from __future__ import annotations

import re
from html import unescape

_SILENT = {"script", "style", "head", "title", "template", "iframe", "object", "noscript", "svg", "math"}
_BLOCKS = {
    "p",
    "div",
    "section",
    "article",
    "table",
    "tr",
    "ul",
    "ol",
    "blockquote",
    "header",
    "footer",
    "dl",
    "dt",
    "dd",
}
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_HEADINGS = {f"h{level}" for level in range(1, 7)}
_SPECIAL = re.compile(r"([\\`*_\[\]])")
_SOUND = re.compile(r"\[sound:[^\]\n]{0,300}\]")
_ANKI_TTS = re.compile(r"\[anki:tts[^\]]{0,200}\](.{0,2000}?)\[/anki:tts\]", re.DOTALL)

LONGEST = 40_000  # characters of HTML, twice as many as any field of a card takes

# Possessive: no part of a tag is looked at twice, and no tag reaches over the beginning of another.
_TAG = re.compile(
    r"<(?:(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9]*+)(?P<attributes>(?:[^<>\"']++|\"[^\"<>]*+\"|'[^'<>]*+')*+)"
    r"|[!?][^<>]*+)>"
)
_HREF = re.compile(r"""(?:^|\s)href\s?=\s?["']?(?P<href>[^\s"'<>]{1,2000}+)""", re.IGNORECASE)
_DEEPEST = 8  # marks within marks; beyond that they say nothing, and putting them costs

PICTURES = "Pictures are left out."
SOUNDS = "Sounds are left out."


class _Writer:
    """Collects Markdown while it reads. Whatever is not closed is closed by the end."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.silent = 0
        self.pre = 0
        self.code = 0
        self.lists: list[str] = []
        self.hrefs: list[str] = []
        self.marks: list[tuple[str, int]] = []  # what is open, and where in the parts it began
        self.pictures = 0

    def read(self, html: str) -> None:
        """Text and tags in their order; what only looks like a tag is text."""
        position = 0
        for match in _TAG.finditer(html):
            self.text(unescape(html[position : match.start()]))
            position = match.end()
            if match["name"]:
                if match["slash"]:
                    self.end(match["name"].lower())
                else:
                    self.start(match["name"].lower(), match["attributes"])
        self.text(unescape(html[position:]))

    def start(self, tag: str, attributes: str) -> None:
        if tag in _SILENT:
            self.silent += tag not in ("svg", "math") or not self.silent
            return
        if self.silent:
            return
        if tag == "img":
            self.pictures += 1
        elif tag == "br":
            self.parts.append("\n" if self.pre else "  \n")
        elif tag == "hr":
            self.parts.append("\n\n---\n\n")
        elif tag == "pre":
            self.pre += 1
            if self.pre == 1:
                self.parts.append("\n\n```\n")
        elif self.pre:
            if tag in _BLOCKS or tag == "li":
                self.parts.append("\n")
        elif tag in ("code", "kbd", "samp", "tt"):
            self.code += 1
            if self.code == 1:
                self.parts.append("`")
        elif tag in _MARKS and not self.code:
            self._open(_MARKS[tag])
        elif tag in _HEADINGS:
            self.parts.append("\n\n")
            self._open("**")
        elif tag == "li":
            self.parts.append("\n" + ("1. " if self.lists and self.lists[-1] == "ol" else "- "))
        elif tag == "a":
            found = _HREF.search(attributes)
            href = unescape(found["href"]) if found else ""
            is_web = href.startswith(("https://", "http://")) and not re.search(r"[\s<>()\[\]\\]", href)
            self.hrefs.append(href if is_web and not self.code else "")
            if self.hrefs[-1]:
                self.parts.append("[")
        elif tag in _BLOCKS:
            if tag in ("ul", "ol"):
                self.lists.append(tag)
            self.parts.append("\n\n" if tag != "tr" else "\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")

    def end(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif self.silent:
            return
        elif tag == "pre":
            if self.pre == 1:
                self.parts.append("```\n\n" if self._ends_line() else "\n```\n\n")
            self.pre = max(0, self.pre - 1)
        elif self.pre:
            return
        elif tag in ("code", "kbd", "samp", "tt"):
            if self.code == 1:
                self.parts.append("`")
            self.code = max(0, self.code - 1)
        elif tag in _MARKS and not self.code:
            self._close(_MARKS[tag])
        elif tag in _HEADINGS:
            self._close("**")
            self.parts.append("\n\n")
        elif tag == "a" and self.hrefs:
            href = self.hrefs.pop()
            if href:
                self.parts.append(f"]({href})")
        elif tag in _BLOCKS:
            if tag in ("ul", "ol") and self.lists:
                self.lists.pop()
            self.parts.append("\n\n" if tag not in ("tr", "table") else "\n")

    def _ends_line(self) -> bool:
        return bool(self.parts) and self.parts[-1].endswith("\n")

    def _open(self, mark: str) -> None:
        if len(self.marks) < _DEEPEST:
            self.marks.append((mark, len(self.parts)))

    def _close(self, mark: str) -> None:
        """Put marks around what came since the mark was opened: tight, as Markdown wants them, and within a block."""
        if not self.marks or self.marks[-1][0] != mark:
            return
        begin = self.marks.pop()[1]
        inner = "".join(self.parts[begin:])
        text = inner.strip()
        if text and "\n\n" not in text:
            before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
            self.parts[begin:] = [f"{before}{mark}{text}{mark}{after}"]

    def text(self, data: str) -> None:
        if self.silent or not data:
            return
        if self.pre:
            self.parts.append(data.replace("```", "'''"))
        elif self.code:
            self.parts.append(re.sub(r"\s+", " ", data).replace("`", "'"))
        else:
            self.parts.append(escaped(re.sub(r"\s+", " ", data)))


def from_html(html: str) -> tuple[str, set[str]]:
    """The same in Markdown, and what was left out, as sentences."""
    if len(html) > LONGEST:
        return html, set()  # no card takes it
    first, *rest = _ANKI_TTS.sub(r"\1", html).split("<!--")
    text = first + "".join(part.partition("-->")[2] for part in rest)
    left_out = {SOUNDS} if _SOUND.search(text) else set()
    writer = _Writer()
    writer.read(_SOUND.sub("", text))
    if writer.code:
        writer.parts.append("`")
    if writer.pre:
        writer.parts.append("\n```\n")
    written = "".join(writer.parts)
    return _tidy(written), left_out | ({PICTURES} if writer.pictures else set())


def one_line(markdown: str) -> str:
    """A question as one line: blocks of code become code in the line."""
    inline = re.sub(r"```\n?(.*?)\n?```", lambda block: f"`{block[1].strip()}`", markdown, flags=re.DOTALL)
    return " ".join(inline.split())


def plain(text: str) -> str:
    """Text that is no markup, as Markdown that shows it as it is."""
    return _tidy(escaped(text))


def escaped(text: str) -> str:
    """Text with a backslash before whatever Markdown would read as markup."""
    return _SPECIAL.sub(r"\\\1", text)


def _tidy(text: str) -> str:
    """No trailing blanks, no more than one empty line in a row, outside of code."""
    parts = re.split(r"(^```\n.*?^```$)", text, flags=re.DOTALL | re.MULTILINE)
    for number in range(0, len(parts), 2):
        part = re.sub(r"(?<! ) \n|[ \t]+\n(?=\s*\n|- |1\. |\Z)", "\n", parts[number])
        part = re.sub(r"^[ \t]+", "", part, flags=re.MULTILINE)
        parts[number] = re.sub(r"\n{3,}", "\n\n", part)
    return "".join(parts).strip()
