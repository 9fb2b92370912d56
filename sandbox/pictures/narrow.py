"""A flow from top to bottom: a trunk on the left, what happens beside it. For a phone."""

from __future__ import annotations

from sandbox.pictures.drawing import Drawing, width_of
from sandbox.pictures.measure import shortened
from sandbox.pictures.scene import End, Journey, Label, Line, Role, Scene, Shape, YamlLines
from sandbox.pictures.stations import END_WORDS, Flow, Question, Stop, as_lines, end_of, share_words

_WIDTH = 340.0
_TRUNK = 30.0
_CALLER = 36.0
_HEXAGON = 48.0
_POD_LEFT = 74.0
_POD_HEIGHT = 48.0
_LONGEST = 34


def place(flow: Flow) -> Scene:
    """The flow as a scene that reads from top to bottom and is as wide as a phone."""
    return _Drawing(flow).scene()


class _Drawing(Drawing):
    def __init__(self, flow: Flow) -> None:
        super().__init__(flow)
        self.y = 12.0

    def scene(self) -> Scene:
        flow = self.flow
        if flow.question:
            self._draw_question(flow.question)
        trunk = [stop for stop in flow.stops.values() if stop not in flow.pods]
        for before, stop in zip([None, *trunk], trunk, strict=False):
            if before is not None:
                self._write_rewrites(before.key, stop.key)
            self._draw_station(stop)
            if before is not None:
                self._draw_trunk(before, stop)
        self._draw_pods()
        for stop in trunk:
            self._draw_end_of_station(stop)
        if flow.more_idle:
            self._label(_POD_LEFT, self.y + 6, f"and {flow.more_idle} more that take no part", "reason")
            self.y += 22
        for way in flow.ways:
            points = tuple(self.middle[key] for key in way)
            if len(points) > 1:
                x, y = points[-1]
                corner = ((points[-2][0], y), (x - self.half[way[-1]], y))
                last = corner if way[-1] in {pod.key for pod in flow.pods} else ((x, y),)
                self.journeys.append(Journey((*points[:-1], *last)))
        return self.finished(_WIDTH, self.y + 10)

    def _label(self, x: float, y: float, text: str, role: Role, lines: YamlLines = ()) -> None:
        """A label that never leaves the picture: what is too long loses its middle."""
        while len(text) > 8 and x + width_of(text, role) > _WIDTH - 4:
            text = shortened(text, len(text) - 2)
        self.labels.append(Label(x, y, text, role, "start", lines))

    def _draw_question(self, question: Question) -> None:
        y = self.y + 16
        lines = as_lines(question.lines)
        self.shapes.append(Shape("resolver", 4, y - 15, 52, 30, lines=lines, title=f"DNS server {question.server}"))
        self.labels.append(Label(30, y + 5, "DNS", "name", "middle", lines))
        text_x = 70.0
        if not question.is_answered:
            self.ends.append(End("unknown", 58, y - 10, "not resolved"))
            text_x = 80.0
        self._label(text_x, y - 2, question.asked, "question", lines)
        asked = f" ({question.count} questions)" if question.count > 1 else ""
        self._label(text_x, y + 14, f"→ {question.answer}{asked}", "question", lines)
        self.lines.append(Line(((_TRUNK, y + 18), (_TRUNK, y + 52)), "question", 1.0, lines, question.asked))
        self.y = y + 54

    def _draw_station(self, stop: Stop) -> None:
        size = _HEXAGON if stop.kind == "service" else _CALLER
        y = self.y + size / 2
        lines = as_lines(stop.lines) if stop is not self.flow.caller else ()
        if stop is self.flow.caller and stop.node in ("outside", "external"):
            self.shapes.append(Shape("outside", _TRUNK - 30, y - 30, 62, 52))
        self.shapes.append(Shape(stop.kind, _TRUNK - size / 2, y - size / 2, size, size, lines=lines, title=stop.name))
        self.middle[stop.key] = (_TRUNK, y)
        self.half[stop.key] = size / 2
        is_outside = stop.node in ("outside", "external")
        self._label(
            68 if is_outside else 64, y - 2 if stop.address else y + 5, shortened(stop.name, _LONGEST), "name", lines
        )
        if stop.address:
            self._label(68 if is_outside else 64, y + 15, stop.address, "address")
        if stop.reason:
            self._label(64, y + 31, stop.reason, "reason")
        self.y = y + size / 2 + 2

    def _write_rewrites(self, start: str, goal: str) -> None:
        link = self.flow.links.get((start, goal))
        self.y += 20
        for text in link.rewrites if link else ():
            self._label(44, self.y - 2, text, "rewrite", as_lines(link.lines if link else []))
            self.y += 16
        self.y += 6

    def _draw_trunk(self, before: Stop, stop: Stop) -> None:
        link = self.flow.links.get((before.key, stop.key))
        if link is None:
            return
        start, goal = self.middle[before.key][1] + self.half[before.key], self.middle[stop.key][1] - self.half[stop.key]
        points = ((_TRUNK, start + 2), (_TRUNK, goal - 2))
        self.lines.append(Line(points, "packet", link.share, as_lines(link.lines)))

    def _draw_pods(self) -> None:
        stops = [*self.flow.pods, *self.flow.idle]
        stops.sort(key=lambda stop: (stop.node, stop.is_hollow))
        node, frame_top = "", 0.0
        frames: list[tuple[str, float, float]] = []
        self.y += 12
        for stop in stops:
            if stop.node != node:
                if node:
                    frames.append((node, frame_top, self.y))
                    self.y += 12
                node, frame_top = stop.node, self.y
                if node:
                    self.y += 22
            self._draw_pod(stop)
        if node:
            frames.append((node, frame_top, self.y))
        for name, top, bottom in frames:
            self.shapes.append(Shape("frame", _POD_LEFT - 12, top, _WIDTH - _POD_LEFT + 8, bottom - top, title=name))
            self.labels.append(Label(_WIDTH - 12, top + 16, name, "frame", "end"))

    def _draw_pod(self, stop: Stop) -> None:
        incoming = [link for link in self.flow.links.values() if link.goal == stop.key]
        for link in incoming:
            for text in link.rewrites:
                self._label(_POD_LEFT, self.y + 12, text, "rewrite", as_lines(link.lines))
                self.y += 16
        y = self.y + _POD_HEIGHT / 2 + 4
        lines = as_lines(stop.lines)
        is_cloud = stop.kind == "outside"
        width = 70.0 if is_cloud else _WIDTH - _POD_LEFT - 16
        text_x = _POD_LEFT + (78 if is_cloud else 18)
        self.shapes.append(
            Shape(stop.kind, _POD_LEFT, y - _POD_HEIGHT / 2, width, _POD_HEIGHT, stop.is_hollow, lines, stop.name)
        )
        self.middle[stop.key] = (_POD_LEFT + width / 2, y)
        self.half[stop.key] = width / 2
        self._label(text_x, y - 3 if stop.address else y + 5, shortened(stop.name, _LONGEST), "name", lines)
        if stop.address:
            self._label(text_x, y + 14, stop.address, "address")
        self.y = y + _POD_HEIGHT / 2 + 6
        if stop.reason:
            self._label(_POD_LEFT + 4, self.y + 8, stop.reason, "reason", lines)
            self.y += 16
        self.y += 6
        for link in incoming:
            start_x, start_y = self.middle[link.start]
            points = ((start_x, start_y + self.half[link.start]), (start_x, y), (_POD_LEFT, y))
            self.lines.append(Line(points, "packet", link.share, as_lines(link.lines)))
        if stop.end:
            kind, word = end_of(stop.end), END_WORDS.get(stop.end, stop.end)
            self.ends.append(End(kind, _POD_LEFT, y, word))
            if kind != "answered":
                self.labels.append(Label(_WIDTH - 26, y - 3, word, "share", "end"))
            elif stop.share < 0.9999:
                self.labels.append(Label(_WIDTH - 26, y - 3, share_words(stop.share), "share", "end"))

    def _draw_end_of_station(self, stop: Stop) -> None:
        if not stop.end:
            return
        kind, word = end_of(stop.end), END_WORDS.get(stop.end, stop.end)
        x, y = self.middle[stop.key]
        if kind == "dropped":
            others = sum(link.share for link in self.flow.links.values() if link.start == stop.key)
            word = " · ".join(filter(None, (share_words(stop.share - others) if others else "", word)))
            from_x = _WIDTH - 110
            self.lines.append(Line(((from_x, y), (from_x + 60, y)), "fading", 1.0, as_lines(stop.lines), word))
            self.ends.append(End(kind, from_x + 74, y, word))
            self.labels.append(Label(_WIDTH - 8, y + 26, word, "share", "end"))
            return
        self.ends.append(End(kind, x, y, word))
        self.labels.append(Label(_WIDTH - 12, y - 2, word, "share", "end"))
