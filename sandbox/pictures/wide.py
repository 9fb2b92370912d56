"""A flow from left to right: the caller, the Service, and the pods in the frames of their nodes. For a desk."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby, pairwise

from sandbox.pictures.drawing import Drawing, width_of
from sandbox.pictures.measure import shortened
from sandbox.pictures.scene import Anchor, End, Journey, Label, Line, Role, Scene, Shape
from sandbox.pictures.stations import END_WORDS, Flow, Question, Stop, as_lines, end_of, share_words

_MARGIN = 12.0
_ROW = 70.0
_REASON = 18.0  # what a row is higher where a reason stands below its pod
_POD_HEIGHT = 50.0
_CALLER = 40.0
_HEXAGON = 64.0
_GAP = 48.0
_SNAP = 28.0
_FADING = 200.0
_CLOUD = 84.0  # the width of the outside as a goal; its labels stand beside it
_FRAME = 12.0
_FRAME_HEAD = 24.0
_LONGEST_NAME = 30


def _height(stop: Stop) -> float:
    return _ROW + (_REASON if stop.reason else 0.0)


def place(flow: Flow) -> Scene:
    """The flow as a scene that reads from left to right."""
    return _Drawing(flow).scene()


class _Drawing(Drawing):
    def __init__(self, flow: Flow) -> None:
        super().__init__(flow)
        self.edge: dict[str, float] = {}  # where the column of a station ends
        self.points: dict[tuple[str, str], tuple[tuple[float, float], ...]] = {}
        self.right = self.bottom = 0.0

    def scene(self) -> Scene:
        flow = self.flow
        top = _MARGIN + (64.0 if flow.question else 0.0)
        columns = self._columns()
        rows = self._rows(top)
        self.bottom = top
        bottom = max(rows.values(), default=top) + _ROW / 2
        through = (min(rows.values(), default=top + _ROW / 2) + max(rows.values(), default=top + _ROW / 2)) / 2
        used = [rows[pod.key] for pod in flow.pods if pod.key in rows]
        axis = sum(used) / len(used) if used else through
        axis = next((y for y in used if abs(y - axis) < _SNAP), axis)  # a way that is nearly straight is straight
        self._place_columns(columns, axis)
        self._place_pods(rows)
        for link in flow.links.values():
            self._draw_link(link.start, link.goal)
        for stop in flow.stops.values():
            self._draw_end(stop)
        if flow.question:
            self._draw_question(flow.question)
        if flow.more_idle:
            self._label(self.pod_x, bottom + 14, f"and {flow.more_idle} more that take no part", "reason")
            bottom += 24
        for way in flow.ways:
            self._draw_journey(way)
        bottom = max([bottom, self.bottom, *(label.y + 6 for label in self.labels), *(end.y + 12 for end in self.ends)])
        bottom = max([bottom, *(shape.y + shape.height for shape in self.shapes)])
        return self.finished(self.right + _MARGIN, bottom + _MARGIN)

    # Where things stand

    def _columns(self) -> list[list[Stop]]:
        """The stations that are no pods, by how far they are from the caller."""
        by_depth: defaultdict[int, list[Stop]] = defaultdict(list)
        for stop in self.flow.stops.values():
            if stop.kind not in ("pod", "outside") or stop is self.flow.caller:
                by_depth[stop.depth].append(stop)
        return [by_depth[depth] for depth in sorted(by_depth)]

    def _rows(self, top: float) -> dict[str, float]:
        """The height of every pod's middle: by node, those that are used first."""
        rows: dict[str, float] = {}
        y = top
        stops = [*self.flow.pods, *self.flow.idle]
        order = {node: position for position, node in enumerate(sorted({stop.node for stop in stops}))}
        stops.sort(key=lambda stop: (order[stop.node], stop.is_hollow))
        for node, group in groupby(stops, key=lambda stop: stop.node):
            y += _FRAME_HEAD if node else 4
            for stop in group:
                rows[stop.key] = y + _ROW / 2
                y += _height(stop)
            y += 14
        return rows

    def _place_columns(self, columns: list[list[Stop]], axis: float) -> None:
        x = _MARGIN
        for column in columns:
            texts = [width_of(shortened(s.name, _LONGEST_NAME), "name") for s in column]
            texts += [width_of(s.address, "address") for s in column if s.address]
            texts += [width_of(s.reason, "reason") for s in column if s.reason]
            is_outside = any(s.node in ("outside", "external") for s in column)
            width = max([108.0 if is_outside else _CALLER, *texts])
            x += self._room_before(column)
            top = axis - _ROW * 1.3 * (len(column) - 1) / 2
            for position, stop in enumerate(column):
                self.edge[stop.key] = x + width
                self._draw_station(stop, x + width / 2, top + _ROW * 1.3 * position)
            x += width + _GAP
        self.right = x - _GAP
        self.pod_x = self._pod_column(x)

    def _room_before(self, column: list[Stop]) -> float:
        """How much wider than usual the gap before a column is, for what is rewritten on the ways to it."""
        keys = {stop.key for stop in column}
        texts = [
            width_of(text, "rewrite")
            for link in self.flow.links.values()
            if link.goal in keys
            for text in link.rewrites
        ]
        return max([0.0, *(text + 16 - _GAP for text in texts)])

    def _pod_column(self, x: float) -> float:
        """Pods begin where the longest rewriting on a way to them has found room."""
        texts = [
            width_of(text, "rewrite") + (width_of(self._share(link.share), "share") + 10)
            for link in self.flow.links.values()
            if self.flow.stops[link.goal] in self.flow.pods
            for text in (link.rewrites or [""])
        ]
        return x - _GAP + 44 + max([self._tail(), *(text + 26 for text in texts)]) + _FRAME

    def _tail(self) -> float:
        """The room for a way that fades behind its last station."""
        is_fading = any(
            end_of(stop.end) == "dropped" for stop in self.flow.stops.values() if stop not in self.flow.pods
        )
        return _FADING if is_fading else 40.0

    @staticmethod
    def _share(share: float) -> str:
        return "" if share > 0.9999 else share_words(share)

    # What is drawn

    def _label(
        self, x: float, y: float, text: str, role: Role, anchor: Anchor = "start", lines: tuple[int, ...] = ()
    ) -> None:
        self.labels.append(Label(x, y, text, role, anchor, lines))
        width = width_of(text, role)
        reach = {"start": width, "middle": width / 2, "end": 0.0}[anchor]
        self.right = max(self.right, x + reach)

    def _draw_station(self, stop: Stop, x: float, y: float) -> None:
        size = _HEXAGON if stop.kind == "service" else _CALLER
        lines = as_lines(stop.lines) if stop is not self.flow.caller else ()
        is_outside = stop is self.flow.caller and stop.node in ("outside", "external")
        if is_outside:
            self.shapes.append(Shape("outside", x - 52, y - 50, 104, 78))
        self.shapes.append(Shape(stop.kind, x - size / 2, y - size / 2, size, size, lines=lines, title=stop.name))
        self.middle[stop.key] = (x, y)
        self.half[stop.key] = size / 2
        below = y + size / 2 + 18
        if stop.kind == "service":
            below -= 4
        self._label(x, below, shortened(stop.name, _LONGEST_NAME), "name", "middle", lines)
        if stop.address:
            self._label(x, below + 16, stop.address, "address", "middle")
        if stop.reason:
            self._label(x, below + (32 if stop.address else 16), stop.reason, "reason", "middle")

    def _place_pods(self, rows: dict[str, float]) -> None:
        stops = [stop for stop in (*self.flow.pods, *self.flow.idle) if stop.key in rows]
        if not stops:
            return
        width = (
            max(max(width_of(shortened(s.name, _LONGEST_NAME), "name"), width_of(s.address, "address")) for s in stops)
            + 40
        )
        for stop in stops:
            y = rows[stop.key]
            lines = as_lines(stop.lines)
            is_cloud = stop.kind == "outside"
            wide, high = (_CLOUD, _CLOUD * 0.7) if is_cloud else (width, _POD_HEIGHT)
            self.shapes.append(Shape(stop.kind, self.pod_x, y - high / 2, wide, high, stop.is_hollow, lines, stop.name))
            self.middle[stop.key] = (self.pod_x + wide / 2, y)
            self.half[stop.key] = wide / 2
            text_x = self.pod_x + (_CLOUD + 10 if is_cloud else 20)
            name_y = y - 4 if stop.address else y + 5
            self._label(text_x, name_y, shortened(stop.name, _LONGEST_NAME), "name", lines=lines)
            if stop.address:
                self._label(text_x, y + 14, stop.address, "address")
            if stop.reason:
                self._label(self.pod_x + 4, y + _POD_HEIGHT / 2 + 16, shortened(stop.reason, 60), "reason", lines=lines)
            self.right = max(self.right, self.pod_x + wide)
        self._draw_frames(rows, stops, width)

    def _draw_frames(self, rows: dict[str, float], stops: list[Stop], width: float) -> None:
        by_node: defaultdict[str, list[Stop]] = defaultdict(list)
        for stop in stops:
            by_node[stop.node].append(stop)
        reasons = [width_of(shortened(stop.reason, 60), "reason") + 8 for stop in stops if stop.reason]
        width = max([width, *reasons])
        for node, inside in by_node.items():
            if not node:
                continue
            top = min(rows[stop.key] for stop in inside) - _ROW / 2 - _FRAME_HEAD + 6
            bottom = max(rows[stop.key] - _ROW / 2 + _height(stop) for stop in inside) + 2
            self.bottom = max(self.bottom, bottom)
            left = self.pod_x - _FRAME
            self.shapes.append(Shape("frame", left, top, width + 2 * _FRAME, bottom - top, title=node))
            self._label(left + width + 2 * _FRAME - 8, top + 16, node, "frame", "end")
            self.right = max(self.right, left + width + 2 * _FRAME)

    def _draw_link(self, start: str, goal: str) -> None:
        link = self.flow.links[(start, goal)]
        (x0, y0), (x1, y1) = self.middle[start], self.middle[goal]
        x0 += self.half[start] + 2
        x1 -= self.half[goal] + (0 if self.flow.stops[goal].kind in ("pod", "outside") else 2)
        bend = max(x0 + 24, self.edge.get(start, 0.0) + 8)
        points = ((x0, y0), (bend, y0), (bend, y1), (x1, y1)) if abs(y0 - y1) > 1 else ((x0, y0), (x1, y1))
        lines = as_lines(link.lines)
        self.points[(start, goal)] = points
        share = self._share(link.share)
        self.lines.append(Line(points, "packet", link.share, lines, share and f"{share} of the packets"))
        text_x = bend + 16 if self.flow.stops[goal] in self.flow.pods else x0 + 8
        above_x = text_x
        if share:
            self._label(text_x, y1 - 9, share, "share")
            above_x += width_of(share, "share") + 10
        below = [text for text in link.rewrites if text.startswith("from ")]
        above = [text for text in link.rewrites if text not in below]
        for position, text in enumerate(above):
            self._label(above_x, y1 - 9 - 15 * position, text, "rewrite", lines=lines)
        for position, text in enumerate(below):
            self._label(text_x, y1 + 18 + 15 * position, text, "rewrite", lines=lines)

    def _draw_end(self, stop: Stop) -> None:
        if not stop.end:
            return
        kind = end_of(stop.end)
        x, y = self.middle[stop.key]
        word = END_WORDS.get(stop.end, stop.end)
        if stop.kind in ("pod", "outside"):
            x -= self.half[stop.key]
            self.ends.append(End(kind, x, y, word))
            if stop.kind == "outside":
                self._label(x + _CLOUD + 10, y + 30, word, "share")
            elif kind != "answered":
                self._label(x + 2 * self.half[stop.key] - 8, y - 8, word, "share", "end")
            return
        if kind == "dropped":
            start = x + self.half[stop.key] + 2
            others = sum(link.share for link in self.flow.links.values() if link.start == stop.key)
            share = max(stop.share - others, 0.05)
            if others:  # beside what goes on, the lost part goes down
                y += _HEXAGON
                corner = max(start + 24, self.edge.get(stop.key, 0.0) + 8)
                begin = self.middle[stop.key][1]
                points = ((start, begin), (corner, begin), (corner, y), (corner + 14, y))
                self.lines.append(Line(points, "packet", share, as_lines(stop.lines), word))
                start = corner + 16
            self.lines.append(Line(((start, y), (start + 90, y)), "fading", share, as_lines(stop.lines), word))
            self.ends.append(End(kind, start + 104, y, word))
            self._label(start + 122, y + 4, " · ".join(filter(None, (self._share(share), word))), "share")
            return
        self.ends.append(End(kind, x, y, word))
        self._label(x, y - self.half[stop.key] - 4, word, "share", "middle")

    def _draw_question(self, question: Question) -> None:
        x, y = self.middle["caller"]
        top = _MARGIN + 16
        text = "DNS"
        width = width_of(text, "name") + 26
        left = max(_MARGIN, x - width / 2)
        lines = as_lines(question.lines)
        self.shapes.append(
            Shape("resolver", left, top - 16, width, 32, lines=lines, title=f"DNS server {question.server}")
        )
        self._label(left + width / 2, top + 5, text, "name", "middle")
        self.lines.append(
            Line(((x, y - self.half["caller"] - 3), (x, top + 19)), "question", 1.0, lines, question.asked)
        )
        text_x = left + width + 16
        if not question.is_answered:
            self.ends.append(End("unknown", left + width + 4, top - 10, "not resolved"))
            text_x += 8
        self._label(text_x, top - 2, shortened(question.asked, 64), "question", lines=lines)
        asked = f"  ({question.count} questions)" if question.count > 1 else ""
        self._label(text_x, top + 14, f"→ {shortened(question.answer, 64)}{asked}", "question", lines=lines)

    def _draw_journey(self, way: list[str]) -> None:
        points: list[tuple[float, float]] = []
        for start, goal in pairwise(way):
            points += self.points.get((start, goal), ())
        if len(points) > 1:
            self.journeys.append(Journey(tuple(points)))
