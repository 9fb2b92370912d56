"""The map as SVG: on a page, where its nodes are links and groups open and close, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from cards.mindmap.layout import Layout, Place, size_at
from sandbox.pictures import paper

_LEADING = 1.3
_THICK = (0.0, 4.0, 2.5, 1.5)

#: How the parts look on paper; on a page the style sheet says it.
LOOKS: paper.Looks = (
    (frozenset({"twig"}), "path", {"stroke": paper.RULE, "stroke-linecap": "round"}),
    (frozenset({"twig", "is-1"}), "path", {"stroke": paper.ACCENT}),
    (frozenset({"node"}), "text", {"fill": paper.INK, "font-family": paper.SERIF}),
    (frozenset({"node", "is-0"}), "text", {"font-weight": "700", "fill": paper.PAPER}),
    (frozenset({"node", "is-0"}), "rect", {"fill": paper.ACCENT}),
    (frozenset({"node", "is-1"}), "text", {"font-weight": "700", "fill": paper.ACCENT}),
    (frozenset({"node", "is-2"}), "text", {"font-weight": "700"}),
    (frozenset({"node", "is-leaf"}), "text", {"font-weight": "400", "fill": paper.SOFT}),
    (frozenset({"sign"}), "circle", {"fill": paper.PAPER, "stroke": paper.ACCENT, "stroke-width": "1.5"}),
    (frozenset({"sign"}), "text", {"fill": paper.ACCENT, "font-family": paper.SERIF}),
)


def on_screen(layout: Layout, label: str, sign_of: Callable[[Place], tuple[str, str] | None]) -> str:
    """The map as an `<svg>` for a page. A node leads to its address.

    `sign_of` a group is where it is opened or closed, and "+" or "−"; None for what has nothing to open.
    """
    return _svg(layout, label, sign_of, is_linked=True)


def on_paper(layout: Layout, title: str, description: str) -> str:
    """The map as an SVG document that stands by itself."""
    return paper.printed(_svg(layout, title, lambda place: None, is_linked=False), title, description, LOOKS)


def _svg(layout: Layout, label: str, sign_of: Callable[[Place], tuple[str, str] | None], *, is_linked: bool) -> str:
    width, height = f"{layout.width:.1f}", f"{layout.height:.1f}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="mindmap" role="group" aria-label="{escape(label)}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    ]
    by_path = {place.path: place for place in layout.places}
    parts += [_twig(by_path[place.parent], place) for place in layout.places if place.parent is not None]
    for place in layout.places:
        parts.append(_node(place, is_linked=is_linked))
        sign = sign_of(place)
        if sign:
            parts.append(_sign(place, *sign))
    return "".join([*parts, "</svg>"])


def _twig(parent: Place, child: Place) -> str:
    """A bow from the parent's far edge to the child's near edge."""
    start = parent.leaving if parent.depth else (parent.x if child.side < 0 else parent.far)
    goal = child.x - child.side * 5
    bend = (start + goal) / 2
    thick = _THICK[min(child.depth, len(_THICK) - 1)]
    return (
        f'<g class="twig is-{child.depth}"><path d="M{start:.1f} {parent.y:.1f}C{bend:.1f} {parent.y:.1f} '
        f'{bend:.1f} {child.y:.1f} {goal:.1f} {child.y:.1f}" fill="none" stroke-width="{thick:g}"/></g>'
    )


def _node(place: Place, *, is_linked: bool) -> str:
    size = size_at(place.depth)
    anchor = "start" if place.side > 0 else "end"
    x = place.x
    parts = []
    if place.depth == 0:
        anchor, x = "middle", place.x + place.width / 2
        parts.append(
            f'<rect x="{place.x - 8:.1f}" y="{place.y - place.height / 2 - 9:.1f}" width="{place.width + 16:.1f}" '
            f'height="{place.height + 18:.1f}" rx="12"/>'
        )
    y = place.y - place.height / 2 - size * 0.28
    for line in place.lines:
        y += size * _LEADING
        parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size:g}">{escape(line)}</text>')
    classes = f"node is-{min(place.depth, 3)}{'' if place.node.is_group else ' is-leaf'}"
    if is_linked and place.node.address:
        return f'<a href="{escape(place.node.address)}" class="{classes}">{"".join(parts)}</a>'
    return f'<g class="{classes}">{"".join(parts)}</g>'


def _sign(place: Place, address: str, sign: str) -> str:
    x, y = place.far + place.side * 11, place.y
    verb = "Open" if sign == "+" else "Close"
    name = f"{verb} {place.node.title}, {place.node.leaves} inside"
    return (
        f'<a href="{escape(address)}" class="sign" data-toggle="{escape(place.path)}" aria-label="{escape(name)}">'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="11"/>'
        f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="10.5" aria-hidden="true">'
        f"{place.node.leaves if sign == '+' else sign}</text></a>"
    )
