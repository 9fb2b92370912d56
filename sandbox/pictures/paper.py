"""A scene on paper: the drawing of the screen with its colours written into it.

What comes out stands by itself, in a file, an e-mail or a PDF: no style sheet, no script, nothing that moves. Looks are
attributes of each element and not a `<style>`, because a page's security policy, a PDF and an old viewer may all
refuse the latter. Geometry is only ever written by `svg`; here are the colours of a light print and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree

from sandbox.pictures import svg
from sandbox.pictures.scene import SIZES, Scene

Attributes = dict[str, str]
Looks = tuple[tuple[frozenset[str], str, Attributes], ...]

#: The fonts that typst brings, then what other machines have in their place.
SERIF = "Libertinus Serif, Times New Roman, Liberation Serif, serif"
MONO = "DejaVu Sans Mono, Menlo, Consolas, monospace"

PAPER = "#ffffff"
INK, SOFT, QUIET, RULE = "#1d1b17", "#433f37", "#625c51", "#918a7b"
ACCENT, WASH, SUNKEN = "#2b49b4", "#e9ecf8", "#f2efe7"
ANSWERED, REFUSED, DROPPED, UNKNOWN = "#0c6a58", "#9c2216", "#835700", "#575f6b"

_SOLID = {"fill": PAPER, "stroke": INK, "stroke-width": "1.75"}
_ROUND = {"stroke-linecap": "round", "stroke-linejoin": "round"}

#: How each class of the screen's drawing looks; a later line adds to an earlier one. A key is the classes that an
#: element (or the group around it) has, and its tag.
LOOKS: Looks = (
    (frozenset({"is-pod"}), "rect", _SOLID),
    (frozenset({"is-station"}), "rect", _SOLID),
    (frozenset({"is-balancer"}), "rect", _SOLID),
    (frozenset({"is-resolver"}), "rect", {"fill": PAPER, "stroke": QUIET, "stroke-width": "1.5"}),
    (frozenset({"is-caller"}), "circle", {"fill": INK}),
    (frozenset({"is-service"}), "path", {"fill": WASH, "stroke": ACCENT, "stroke-width": "2"}),
    (frozenset({"is-outside"}), "path", {"fill": SUNKEN, "stroke": RULE, "stroke-width": "1.5"}),
    (frozenset({"is-frame"}), "rect", {"fill": "none", "stroke": RULE, "stroke-width": "1"}),
    (frozenset({"is-hollow"}), "rect", {"fill": "none", "stroke": RULE, "stroke-dasharray": "4 4"}),
    (frozenset({"line"}), "path", {"stroke": SOFT, **_ROUND}),
    (frozenset({"line", "is-question"}), "path", {"stroke": QUIET, "stroke-dasharray": "0.1 6"}),
    (frozenset({"line", "is-fading"}), "path", {"stroke": DROPPED}),
    (frozenset({"end"}), "circle", {"fill": ANSWERED, "stroke": PAPER, "stroke-width": "2"}),
    (frozenset({"halo"}), "circle", {"fill": PAPER, "stroke": "none"}),
    (frozenset({"end", "is-refused"}), "path", {"stroke": REFUSED, **_ROUND}),
    (frozenset({"end", "is-dropped"}), "path", {"stroke": DROPPED, **_ROUND}),
    (frozenset({"halo", "is-dropped"}), "circle", {"stroke": DROPPED}),
    (frozenset({"halo", "is-closed"}), "circle", {"stroke": REFUSED, "stroke-width": "3"}),
    (frozenset({"halo", "is-unknown"}), "circle", {"stroke": UNKNOWN}),
    (frozenset({"end", "is-unknown"}), "text", {"fill": UNKNOWN, "font-family": SERIF}),
    (frozenset({"text"}), "text", {"fill": INK, "font-family": SERIF}),
    *((frozenset({"text", f"is-{role}"}), "text", {"font-size": f"{size:g}"}) for role, size in SIZES.items()),
    (frozenset({"text", "is-name"}), "text", {"font-weight": "700"}),
    (frozenset({"text", "is-share"}), "text", {"font-weight": "700"}),
    (frozenset({"text", "is-reason"}), "text", {"fill": SOFT, "font-style": "italic"}),
    (frozenset({"text", "is-address"}), "text", {"fill": QUIET}),
    (frozenset({"text", "is-frame"}), "text", {"fill": QUIET}),
    (frozenset({"text", "is-rewrite"}), "text", {"fill": SOFT}),
    (frozenset({"text", "is-question"}), "text", {"fill": SOFT}),
    (frozenset({"text", "is-mono"}), "text", {"font-family": MONO}),
)
_OF_THE_SCREEN = ("class", "data-lines", "role", "aria-label", "tabindex")


def paper(scene: Scene) -> str:
    """The scene as an SVG document for print, at its natural size in pixels, with its title and description."""
    return printed(svg.write(scene), scene.title, scene.description)


def printed(drawing: str, title: str, description: str, looks: Looks = LOOKS) -> str:
    """The same of any drawing whose classes `looks` has: what is on the screen, with its looks written in.

    Addresses (`a`) become groups, because a print leads nowhere; what moves is left out.
    """
    root = ElementTree.fromstring(drawing)  # noqa: S314 - written by this site
    _write_looks(root, frozenset(), looks)
    head = [ElementTree.Element("title"), ElementTree.Element("desc")]
    head[0].text, head[1].text = title, description
    paper_below = ElementTree.Element("rect", {"width": "100%", "height": "100%", "fill": PAPER})
    root[:0] = [*head, paper_below]
    root.set("xmlns", "http://www.w3.org/2000/svg")
    root.set("role", "img")
    return ElementTree.tostring(root, encoding="unicode")


def _write_looks(
    element: ElementTree.Element,
    around: frozenset[str],
    looks: Looks,
) -> None:
    """Give the element and all in it the attributes of their classes, and take away what only a screen needs."""
    element.tag = element.tag.partition("}")[2] or element.tag
    if element.tag == "a":
        element.tag = "g"
        element.attrib.pop("href", None)
    own = frozenset(element.get("class", "").split())
    classes = own if element.tag == "svg" else own | around
    found: Mapping[str, str] = {
        name: value
        for wanted, tag, attributes in looks
        if tag == element.tag and wanted <= classes
        for name, value in attributes.items()
    }
    for name, value in found.items():
        if name == "fill" and element.get("fill") == "none":
            continue  # a line stays a line
        if name in ("stroke-width", "font-size", "font-weight") and element.get(name):
            continue  # what the drawing measures itself
        element.set(name, value)
    for name in _OF_THE_SCREEN:
        element.attrib.pop(name, None)
    for child in list(element):
        if "journey" in child.get("class", "").split():
            element.remove(child)
            continue
        _write_looks(child, classes if element.tag == "g" else frozenset(), looks)
