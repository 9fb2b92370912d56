"""A scene as SVG text.

Only numbers and escaped text are written, and classes that the style sheet colours: no style attribute, no script, no
identifier that could clash with another picture on the page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from html import escape

from sandbox.pictures.scene import MONO, End, Journey, Label, Line, Scene, Shape

_THINNEST, _THICKEST = 1.5, 6.0
_CORNER = 14.0
_FADES = 6


def write(scene: Scene, variant: str = "") -> str:
    """The scene as one ``<svg>`` element, self-contained but for the style sheet's classes."""
    width, height = _number(scene.width), _number(scene.height)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture {escape(variant)}" role="img" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-label="{escape(f"{scene.title}. {scene.description}")}">'
    ]
    parts += [_shape(shape) for shape in scene.shapes if shape.kind in ("frame", "outside")]
    parts += [_line(line) for line in scene.lines]
    parts += [_shape(shape) for shape in scene.shapes if shape.kind not in ("frame", "outside")]
    parts += [_label(label) for label in scene.labels]
    parts += [_end(end) for end in scene.ends]
    parts += [_journey(journey) for journey in scene.journeys]
    parts.append("</svg>")
    return "".join(parts)


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _data(lines: Iterable[int]) -> str:
    numbers = " ".join(str(int(line)) for line in lines)
    return f' data-lines="{numbers}"' if numbers else ""


def _title(text: str) -> str:
    return f"<title>{escape(text)}</title>" if text else ""


def _shape(shape: Shape) -> str:
    classes = f"is-{shape.kind}" + (" is-hollow" if shape.is_hollow else "")
    return f'<g class="{classes}"{_data(shape.lines)}>{_title(shape.title)}{_outline(shape)}</g>'


def _outline(shape: Shape) -> str:
    x, y, w, h = shape.x, shape.y, shape.width, shape.height
    match shape.kind:
        case "caller":
            return f'<circle cx="{_number(x + w / 2)}" cy="{_number(y + h / 2)}" r="{_number(w / 2)}"/>'
        case "service":
            return f'<path d="{_hexagon(x, y, w, h)}"/>'
        case "outside":
            return f'<path d="{_cloud(x, y, w, h)}"/>'
        case "pod":
            radius = 10.0
        case "resolver":
            radius = h / 2
        case "frame":
            radius = 3.0
        case _:
            radius = 2.0
    return (
        f'<rect x="{_number(x)}" y="{_number(y)}" width="{_number(w)}" height="{_number(h)}" rx="{_number(radius)}"/>'
    )


def _hexagon(x: float, y: float, w: float, h: float) -> str:
    cx, cy = x + w / 2, y + h / 2
    corners = [
        (cx + w / 2 * math.cos(math.radians(angle)), cy + h / 2 * math.sin(math.radians(angle)))
        for angle in range(0, 360, 60)
    ]
    return "M" + "L".join(f"{_number(px)} {_number(py)}" for px, py in corners) + "Z"


#: A cloud's bows in a square of 100: radius, and the point where each ends; it begins and closes on its base.
_CLOUD_START = (24.0, 92.0)
_CLOUD_BOWS = ((21.0, 14.0, 52.0), (24.0, 34.0, 24.0), (22.0, 70.0, 22.0), (21.0, 90.0, 52.0), (21.0, 78.0, 92.0))


def _cloud(x: float, y: float, w: float, h: float) -> str:
    """A cloud's outline: bows along the sides and the top, level below."""
    out = f"M{_number(x + _CLOUD_START[0] * w / 100)} {_number(y + _CLOUD_START[1] * h / 100)}"
    for radius, to_x, to_y in _CLOUD_BOWS:
        out += (
            f"A{_number(radius * w / 100)} {_number(radius * h / 100)} 0 0 1 "
            f"{_number(x + to_x * w / 100)} {_number(y + to_y * h / 100)}"
        )
    return out + "Z"


def _path(points: tuple[tuple[float, float], ...]) -> str:
    """A way through ``points``, its corners rounded."""
    out = f"M{_number(points[0][0])} {_number(points[0][1])}"
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(_CORNER, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        start = _towards(corner, before, radius)
        end = _towards(corner, after, radius)
        out += f"L{_number(start[0])} {_number(start[1])}"
        out += f"Q{_number(corner[0])} {_number(corner[1])} {_number(end[0])} {_number(end[1])}"
    return out + f"L{_number(points[-1][0])} {_number(points[-1][1])}"


def _towards(start: tuple[float, float], goal: tuple[float, float], distance: float) -> tuple[float, float]:
    length = math.dist(start, goal)
    if not length:
        return start
    part = distance / length
    return start[0] + (goal[0] - start[0]) * part, start[1] + (goal[1] - start[1]) * part


def _line(line: Line) -> str:
    width = max(_THINNEST, min(1.0, line.share) * _THICKEST) if line.kind != "question" else _THINNEST + 0.5
    stroke = f'stroke-width="{_number(width)}" fill="none"'
    if line.kind == "fading":
        inner = _fading(line, stroke)
    else:
        inner = f'<path d="{_path(line.points)}" {stroke}/>'
    return f'<g class="line is-{line.kind}"{_data(line.lines)}>{_title(line.title)}{inner}</g>'


def _fading(line: Line, stroke: str) -> str:
    (x0, y0), (x1, y1) = line.points[0], line.points[-1]
    out = ""
    for part in range(_FADES):
        a, b = part / _FADES, (part + 0.72) / _FADES
        out += (
            f'<path d="M{_number(x0 + (x1 - x0) * a)} {_number(y0 + (y1 - y0) * a)}'
            f'L{_number(x0 + (x1 - x0) * b)} {_number(y0 + (y1 - y0) * b)}" {stroke} '
            f'opacity="{_number(1 - 0.8 * part / (_FADES - 1))}"/>'
        )
    return out


def _end(end: End) -> str:
    x, y = _number(end.x), _number(end.y)
    match end.kind:
        case "answered":
            inner = f'<circle cx="{x}" cy="{y}" r="7"/>'
        case "refused":
            inner = (
                f'<circle class="halo" cx="{x}" cy="{y}" r="12"/>'
                f'<path d="M{_number(end.x - 7)} {_number(end.y - 7)}l14 14m0-14l-14 14" '
                'stroke-width="3.5" fill="none"/>'
            )
        case "dropped":
            inner = (
                f'<circle class="halo" cx="{x}" cy="{y}" r="10" stroke-width="2"/>'
                f'<path d="M{x} {_number(end.y - 5.5)}V{y}l4 2.5" stroke-width="2" fill="none"/>'
            )
        case "closed":
            inner = f'<circle class="halo" cx="{x}" cy="{y}" r="7" stroke-width="3"/>'
        case _:
            inner = (
                f'<circle class="halo" cx="{x}" cy="{y}" r="10" stroke-width="2"/>'
                f'<text x="{x}" y="{_number(end.y + 5)}" text-anchor="middle" font-size="14" font-weight="700">?</text>'
            )
    return f'<g class="end is-{end.kind}">{_title(end.title)}{inner}</g>'


def _label(label: Label) -> str:
    mono = " is-mono" if label.role in MONO else ""
    return (
        f'<text class="text is-{label.role}{mono}" x="{_number(label.x)}" y="{_number(label.y)}" '
        f'text-anchor="{label.anchor}"{_data(label.lines)}>{escape(label.text)}</text>'
    )


def _journey(journey: Journey) -> str:
    return (
        '<circle class="journey" r="5" opacity="0">'
        f'<animateMotion dur="0.8s" begin="0.15s" fill="freeze" path="{_path(journey.points)}"/>'
        '<set attributeName="opacity" to="1" begin="0.15s"/>'
        '<set attributeName="opacity" to="0" begin="0.95s"/></circle>'
    )
