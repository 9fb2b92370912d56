"""What a drawing of a flow is while it is made, whichever way it reads: the parts so far, and where stations stand."""

from __future__ import annotations

from sandbox.pictures.measure import text_width
from sandbox.pictures.scene import MONO, SIZES, End, Journey, Label, Line, Role, Scene, Shape
from sandbox.pictures.stations import Flow


def width_of(text: str, role: Role) -> float:
    """The width of a label."""
    return text_width(text, SIZES[role], is_mono=role in MONO, is_bold=role in ("name", "share"))


class Drawing:
    """A flow whose parts get their places one after the other."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.shapes: list[Shape] = []
        self.lines: list[Line] = []
        self.ends: list[End] = []
        self.labels: list[Label] = []
        self.journeys: list[Journey] = []
        self.middle: dict[str, tuple[float, float]] = {}  # of every stop
        self.half: dict[str, float] = {}  # half its width, where ways begin and end

    def finished(self, width: float, height: float) -> Scene:
        """All parts as a scene of that size."""
        return Scene(
            width,
            height,
            self.flow.title,
            self.flow.description,
            tuple(self.shapes),
            tuple(self.lines),
            tuple(self.ends),
            tuple(self.labels),
            tuple(self.journeys),
        )
