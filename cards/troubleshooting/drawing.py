"""The chart as SVG: on a page, where each box is a link, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from cards.troubleshooting.chart import Chart
from cards.troubleshooting.layout import ANSWER, COMMAND, TITLE, Box, Layout, Way
from sandbox.pictures import paper

_LEADING = 1.28

#: How the parts look on paper; on a page the style sheet says it.
LOOKS: paper.Looks = (
    (frozenset({"is-question"}), "rect", {"fill": paper.WASH, "stroke": paper.ACCENT, "stroke-width": "1.5"}),
    (frozenset({"is-end"}), "rect", {"fill": paper.PAPER, "stroke": paper.REFUSED, "stroke-width": "1.5"}),
    (frozenset({"is-end", "is-well"}), "rect", {"stroke": paper.ANSWERED}),
    (frozenset({"sign"}), "path", {"stroke": paper.REFUSED, "stroke-width": "2.5", "stroke-linecap": "round"}),
    (frozenset({"sign"}), "circle", {"fill": paper.ANSWERED}),
    (frozenset({"way"}), "path", {"stroke": paper.SOFT, "stroke-width": "1.5", "stroke-linejoin": "round"}),
    (frozenset({"way"}), "polygon", {"fill": paper.SOFT}),
    (frozenset({"title"}), "text", {"fill": paper.INK, "font-family": paper.SERIF, "font-size": f"{TITLE:g}"}),
    (frozenset({"is-question", "title"}), "text", {"font-weight": "700"}),
    (frozenset({"command"}), "text", {"fill": paper.SOFT, "font-family": paper.MONO, "font-size": f"{COMMAND:g}"}),
    (
        frozenset({"caption"}),
        "text",
        {"fill": paper.INK, "font-family": paper.SERIF, "font-size": f"{ANSWER:g}", "font-style": "italic"},
    ),
)


def on_screen(chart: Chart, layout: Layout, address: Callable[[Box], str], variant: str) -> str:
    """The chart as an `<svg>` for a page: every box leads to `address(box)`."""
    return _svg(chart, layout, variant, lambda box: f'<a href="{escape(address(box))}" class="{_classes(box)}">', "a")


def on_paper(chart: Chart, layout: Layout) -> str:
    """The chart as an SVG document that stands by itself."""
    drawn = _svg(chart, layout, "", lambda box: f'<g class="{_classes(box)}">', "g")
    return paper.printed(drawn, chart.title, described(chart), LOOKS)


def described(chart: Chart) -> str:
    """The chart in words, for whoever does not see it."""
    return (
        f"{chart.sentence} A chart of {len(chart.questions)} questions that begins with “{chart.root.ask}” and has "
        f"{len(chart.ends)} ends."
    )


def _classes(box: Box) -> str:
    kind = "is-question" if box.is_question else "is-end"
    return f"box {kind}{' is-well' if box.is_well else ''}"


def _svg(chart: Chart, layout: Layout, variant: str, opened: Callable[[Box], str], tag: str) -> str:
    width, height = f"{layout.width:g}", f"{layout.height:g}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flowchart {escape(variant)}" role="group" '
        f'aria-label="{escape(chart.title)}" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    ]
    parts += [_way(way) for way in layout.ways]
    parts += [f"{opened(box)}{_box(box)}</{tag}>" for box in layout.boxes]
    return "".join([*parts, "</svg>"])


def _way(way: Way) -> str:
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in way.points)
    x, y = way.points[-1]
    tip = [(x, y), (x - 4, y - 7), (x + 4, y - 7)] if way.is_down else [(x, y), (x - 7, y - 4), (x - 7, y + 4)]
    corners = " ".join(f"{px:g},{py:g}" for px, py in tip)
    return f'<g class="way"><path d="{path}" fill="none"/><polygon points="{corners}"/></g>'


def _box(box: Box) -> str:
    radius = 6 if box.is_question else 16
    parts = []
    if box.caption:
        parts.append(
            f'<text class="caption" x="{box.x + 30:g}" y="{box.y - box.pad * 2 / 3:g}">{escape(box.caption)}</text>'
        )
    parts.append(f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="{radius}"/>')
    left = box.x + box.pad
    y = box.y + box.pad - 3
    if not box.is_question:
        parts.append(_sign(left + 6, box.y + box.height / 2, is_well=box.is_well))
        left += 22
    for line in box.title:
        y += TITLE * _LEADING
        parts.append(f'<text class="title" x="{left:g}" y="{y - 2:g}">{escape(line)}</text>')
    y += 3
    for line in box.command:
        y += COMMAND * _LEADING
        parts.append(f'<text class="command" x="{left:g}" y="{y:g}">{escape(line)}</text>')
    return "".join(parts)


def _sign(x: float, y: float, *, is_well: bool) -> str:
    if is_well:
        return f'<g class="sign"><circle cx="{x:g}" cy="{y:g}" r="6"/></g>'
    return f'<g class="sign"><path d="M{x - 5:g} {y - 5:g}l10 10m0-10l-10 10" fill="none"/></g>'
