"""Pictures of what happened: a plain trace becomes a scene, a scene becomes SVG.

``flow.read`` finds the stations and ways of a walk, ``wide`` and ``narrow`` place them, ``svg`` writes them down. No
step knows the next one, and none knows a page: the same scene goes on screen and on paper.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from sandbox.pictures import asking, flow, narrow, wide
from sandbox.pictures.scene import Scene

__all__ = ["Drawn", "Scene", "of_connection", "of_resolution", "of_trace"]

PlainTrace = dict[str, Any]

_MOST_WALKS = 4  # pictures of one trace; a name with more addresses is tried in the same way again


class Drawn(NamedTuple):
    """One picture of a trace, for a desk and for a phone; the caption says which of several it is."""

    caption: str
    wide: Scene
    slim: Scene


def of_trace(trace: PlainTrace) -> list[Drawn]:
    """All pictures of a plain trace: none where nothing was sent or asked, several where a name has addresses."""
    match trace.get("kind"):
        case "connection":
            walks = trace.get("walks") or []
            if len(walks) < 2:
                return [Drawn("", *of_connection(trace))]
            return [
                Drawn(f"Address {n + 1} of {len(walks)}: {walks[n]['packet']['destination']}", *of_connection(trace, n))
                for n in range(min(len(walks), _MOST_WALKS))
            ]
        case "ping":
            return [Drawn("", *of_connection(trace))]
        case "resolution" if trace.get("questions"):
            return [Drawn("", *of_resolution(trace))]
    return []


def of_connection(trace: PlainTrace, walk: int | None = None) -> tuple[Scene, Scene]:
    """The picture of a plain connection or ping trace, for a desk and for a phone.

    ``walk`` is the position of the walk to draw, by default the one that settled the connection.
    """
    way = flow.read(trace, walk)
    return wide.place(way), narrow.place(way)


def of_resolution(trace: PlainTrace) -> tuple[Scene, Scene]:
    """The picture of a name being asked for, without any packet to its address; a ladder of several questions."""
    way = flow.read_resolution(trace)
    if len(trace.get("questions") or []) > 1:
        return asking.wide(way, trace), asking.slim(way, trace)
    return wide.place(way), narrow.place(way)
