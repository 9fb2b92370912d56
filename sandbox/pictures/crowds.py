"""Of many ways that differ only in the pod at their end, a few are drawn, and one stands for the rest."""

from __future__ import annotations

from collections import defaultdict

from sandbox.pictures.stations import Plain, Stop

MOST_ALIKE = 8  # so many pods of one node are drawn one by one
FIRST = 5  # of more than that, these, and one for the rest


def crowds(branches: list[Plain], by_address: dict[str, Plain]) -> dict[int, Stop]:
    """The stop that stands for the pod of a branch, by the branch's position; most branches have none."""
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position, branch in enumerate(branches):
        stations = [str(step["station"]) for step in branch["steps"]]
        if not stations or not stations[-1].startswith(("endpoint ", "pod ")):
            continue
        address = stations[-1].removeprefix("endpoint ").rsplit(":", 1)[0].strip("[]")
        node = str((by_address.get(address) or {}).get("node") or "")
        way = [station for station in stations if not station.startswith(("endpoint ", "pod "))]
        alike[branch["outcome"], node, *way].append(position)
    found: dict[int, Stop] = {}
    for (outcome, node, *_), positions in alike.items():
        if len(positions) <= MOST_ALIKE:
            continue
        rest = positions[FIRST:]
        for position in rest:
            found[position] = Stop(f"more {outcome} {rest[0]}", "pod", f"{len(rest)} more pods", node=node)
    return found
