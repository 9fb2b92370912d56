"""Pictures of what happened: a plain trace becomes a scene, a scene becomes SVG.

``flow.read`` finds the stations and ways of a walk, ``wide`` and ``narrow`` place them, ``svg`` writes them down. No
step knows the next one, and none knows a page: the same scene goes on screen and on paper.
"""

from __future__ import annotations

from typing import Any

from sandbox.pictures import flow, narrow, wide
from sandbox.pictures.scene import Scene

__all__ = ["Scene", "of_connection", "of_resolution"]

PlainTrace = dict[str, Any]


def of_connection(trace: PlainTrace, walk: int | None = None) -> tuple[Scene, Scene]:
    """The picture of a plain connection or ping trace, for a desk and for a phone.

    ``walk`` is the position of the walk to draw, by default the one that settled the connection.
    """
    way = flow.read(trace, walk)
    return wide.place(way), narrow.place(way)


def of_resolution(trace: PlainTrace) -> tuple[Scene, Scene]:
    """The picture of a name being asked for, without any packet to its address."""
    way = flow.read_resolution(trace)
    return wide.place(way), narrow.place(way)
