"""Several pictures on one sheet of paper, each under its own words: one SVG document that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from xml.etree import ElementTree

from sandbox.pictures.measure import text_width
from sandbox.pictures.paper import INK, PAPER, SERIF, SOFT, paper
from sandbox.pictures.scene import Scene

_MARGIN, _NARROWEST = 24.0, 560.0
_TITLE, _TEXT = 24.0, 14.0
_LINE = 1.35


def poster(title: str, sentence: str, parts: Iterable[tuple[str, Scene]]) -> str:
    """A title, a sentence, and below each other the scenes, every one headed by its words. Sizes are in pixels."""
    parts = list(parts)
    inner = max([_NARROWEST, *(scene.width for _, scene in parts)])
    out: list[str] = []
    y = _MARGIN + _TITLE
    out.append(_text(_MARGIN, y, title, _TITLE, f'font-weight="700" fill="{INK}"'))
    y = _lines(out, y + 10, sentence, inner, f'fill="{SOFT}"')
    for words, scene in parts:
        y = _lines(out, y + 18, words, inner, f'font-weight="700" fill="{INK}"') + 8
        out.append(f'<g transform="translate({_MARGIN:g} {y:g})">{_inside(scene)}</g>')
        y += scene.height
    width, height = inner + 2 * _MARGIN, y + _MARGIN
    description = " ".join([sentence, *(f"{words}: {scene.description}" for words, scene in parts)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}"><title>{escape(title)}</title><desc>{escape(description)}</desc>'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>{"".join(out)}</svg>'
    )


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text in lines that are no wider than `width`; a word that is wider stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _lines(out: list[str], y: float, text: str, width: float, looks: str) -> float:
    """Write the text in lines below `y`; where its last line stands."""
    for line in wrapped(text, width, _TEXT):
        y += _TEXT * _LINE
        out.append(_text(_MARGIN, y, line, _TEXT, looks))
    return y


def _text(x: float, y: float, text: str, size: float, looks: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-family="{SERIF}" font-size="{size:g}" {looks}>{escape(text)}</text>'


def _inside(scene: Scene) -> str:
    """What the scene's own document holds, without its white and its title."""
    root = ElementTree.fromstring(paper(scene))  # noqa: S314 - written by this site
    return "".join(
        ElementTree.tostring(_bare(child), encoding="unicode")
        for child in list(root)[3:]  # its title, its description, its paper
    )


def _bare(element: ElementTree.Element) -> ElementTree.Element:
    for one in element.iter():
        one.tag = one.tag.partition("}")[2] or one.tag
    return element
