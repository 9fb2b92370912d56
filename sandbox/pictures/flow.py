"""What a trace is made of, before anything has a place: stations, the ways between them, and how each way ends.

Reads the plain form of a connection, a ping or a resolution. Branches that pass the same station share it, so that a
Service with three pods is one hexagon with three ways of a third each.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.pictures.crowds import crowds
from sandbox.pictures.stations import (
    END_WORDS,
    Flow,
    Link,
    Plain,
    Question,
    Stop,
    endpoint,
    lines_of,
    share_words,
    short,
)

_MOST_IDLE = 12  # hollow pods that are drawn; the rest is counted


def read(trace: Plain, position: int | None = None) -> Flow:
    """The flow of a connection or ping; of several walks the one at ``position``, else the one that settled it."""
    walks = trace.get("walks")
    if walks is None:
        walks = [trace["walk"]] if trace.get("walk") else []
    walk = (walks[position] if position is not None else _settling(walks)) if walks else None
    target = str(trace.get("target", ""))
    port = f" port {trace['port']}" if trace.get("port") else ""
    title = f"{short(_bare(trace.get('caller', '')))} to {target}{port}"
    flow = Flow(title, _caller(trace, walk))
    flow.stops[flow.caller.key] = flow.caller
    resolution = trace.get("resolution")
    if resolution:
        flow.question = _question(resolution)
    if walk is None:
        flow.caller.end = "" if flow.question else "unresolved"
    else:
        _follow(flow, walk)
        if walk.get("is_sticky"):
            for stop in flow.stops.values():
                if stop.kind == "service":
                    stop.reason = "stays with one pod"
        _add_idle(flow, walk)
    flow.description = _described(flow, trace)
    return flow


def read_resolution(trace: Plain) -> Flow:
    """The flow of a name that is only asked for."""
    flow = Flow(f"{short(_bare(trace.get('caller', '')))} asks for {trace.get('name', '')}", _caller(trace, None))
    flow.stops[flow.caller.key] = flow.caller
    flow.question = _question(trace)
    flow.description = _described(flow, trace)
    return flow


def _bare(station: str) -> str:
    for word in ("pod ", "node ", "Service "):
        station = station.removeprefix(word)
    return {"outside": "external host", "external": "external host"}.get(station, station)


def _caller(trace: Plain, walk: Plain | None) -> Stop:
    title = str(trace.get("caller", ""))
    stop = Stop("caller", "caller", short(_bare(title)), share=1.0)
    stop.node = title if title.startswith("node ") or title in ("outside", "external") else "pod"
    if walk:
        stop.address = str(walk["packet"].get("source", ""))
    return stop


def _settling(walks: list[Plain]) -> Plain:
    for walk in walks:
        if any(branch["outcome"] == "answered" for branch in walk["branches"]):
            return walk
    return walks[-1]


def _question(resolution: Plain) -> Question | None:
    questions = resolution.get("questions") or []
    if not questions:
        return None
    deciding = resolution.get("deciding")
    asked = questions[deciding if isinstance(deciding, int) else -1]
    answers = asked.get("answers") or []
    data = [str(answer).split()[-1] for answer in answers]
    addresses = [str(address) for address in resolution.get("addresses") or []]
    shown = addresses or data
    text = ", ".join(shown[:3]) + (f" and {len(shown) - 3} more" if len(shown) > 3 else "")
    if not text:
        text = asked["rcode"] if asked["rcode"] != "NOERROR" else "no record of this type"
    because = list(asked.get("because") or []) + list(resolution.get("because") or [])
    return Question(
        server=str(asked.get("server", "")),
        asked=f"{asked['name']} {asked['type']}",
        answer=text,
        is_answered=bool(shown) and not resolution.get("error"),
        count=len(questions),
        lines=lines_of(because),
    )


def _follow(flow: Flow, walk: Plain) -> None:
    """Every branch, from station to station."""
    service = str(walk.get("service") or "")
    service = service if not service or service.startswith("Service ") else f"Service {service}"
    by_address = {candidate["address"]: candidate for candidate in walk.get("candidates") or []}
    by_name = {candidate["name"]: candidate for candidate in walk.get("candidates") or []}
    crowd = crowds(walk["branches"], by_address)
    for position, branch in enumerate(walk["branches"]):
        share = float(branch["share"])
        here, way = flow.caller, [flow.caller.key]
        rewrites: list[str] = []
        lines: list[int] = []
        steps = branch["steps"]
        has_service = any(step["station"].startswith("Service ") for step in steps)
        is_past_service = False
        node = ""  # the one that the packet has come to
        for original in steps:
            step = _at_service(original, service, is_last=original is steps[-1])
            is_past_service = is_past_service or step["station"].startswith("Service ")
            if step["station"].startswith("node "):
                node = _bare(step["station"])
            stop = here
            if not _is_passed_over(flow, step, is_past_service, has_service, is_last=original is steps[-1]):
                stop = _stop(flow, step, branch, by_address, by_name, here)
                if stop.kind == "pod" and position in crowd and stop is not flow.caller:
                    if not stop.share:
                        flow.stops.pop(stop.key, None)
                    stop = _keep(flow, replace(crowd[position], depth=stop.depth))
                    rewrites = []  # each of them has one of its own
                if stop.kind == "pod":
                    stop.node = stop.node or node
            if stop is not here:
                link = flow.links.setdefault((here.key, stop.key), Link(here.key, stop.key))
                link.share += share
                _extend(link.rewrites, rewrites)
                _extend(link.lines, lines)
                rewrites, lines = [], []
                if stop.key in way:  # a packet that comes back does not draw a circle
                    here = stop
                    continue
                stop.share += share
                here = stop
                way.append(stop.key)
            _extend(rewrites, _rewritten(step))
            causes = lines_of(step.get("because"))
            _extend(lines, causes)
            _extend(stop.lines, causes)
        here.end = branch["outcome"]
        if way not in flow.ways:
            flow.ways.append(way)


def _at_service(step: Plain, service: str, *, is_last: bool) -> Plain:
    """What a node's rules refuse or drop in the name of a Service ends, for a reader, at the Service."""
    if service and is_last and step["verb"] in ("reject", "drop") and str(step["station"]).startswith("node "):
        return step | {"station": service}
    return step


def _is_passed_over(flow: Flow, step: Plain, is_past_service: bool, has_service: bool, is_last: bool) -> bool:
    """A node that merely forwards is no station of its own; its rewriting is written at the way it happens on."""
    station = str(step["station"])
    if not station.startswith("node ") or is_last:
        return False
    if station == flow.caller.node or is_past_service:
        return True
    return flow.caller.node == "pod" or not has_service


def _stop(
    flow: Flow, step: Plain, branch: Plain, by_address: dict[str, Plain], by_name: dict[str, Plain], here: Stop
) -> Stop:
    station = str(step["station"])
    if here is flow.caller and len(flow.stops) >= 1 and _is_caller(flow, station) and step["verb"] in ("send", "route"):
        return flow.caller
    packet = step["before"]
    reached = endpoint(str(packet["destination"]), packet.get("port"))
    if station.startswith("Service "):
        shown = "" if reached == here.address else reached  # a node port was said at the node
        return _keep(flow, Stop(station, "service", short(_bare(station)), shown, depth=here.depth + 1))
    if station == "load balancer":
        return _keep(flow, Stop(station, "balancer", "load balancer", reached, depth=here.depth + 1))
    if station.startswith(("endpoint ", "pod ")):
        address = station.removeprefix("endpoint ").rsplit(":", 1)[0].strip("[]")
        candidate = by_address.get(address) or by_address.get(str(packet["destination"])) or {}
        name = branch.get("server") or candidate.get("name") or (_bare(station) if station[0] == "p" else "")
        candidate = candidate or by_name.get(name, {})
        stop = Stop(
            f"pod {name or reached}",
            "pod",
            short(name) if name and name != "?" else "no pod",
            reached,
            node=str(candidate.get("node") or ""),
            depth=here.depth + 1,
        )
        stop.lines = lines_of(candidate.get("because"))
        return _keep(flow, stop)
    if station in ("outside", "external"):
        return _keep(flow, Stop("outside", "outside", "outside the cluster", reached, depth=here.depth + 1))
    return _keep(flow, Stop(station, "station", _bare(station), reached, depth=here.depth + 1))


def _is_caller(flow: Flow, station: str) -> bool:
    return short(_bare(station)) == flow.caller.name


def _keep(flow: Flow, stop: Stop) -> Stop:
    return flow.stops.setdefault(stop.key, stop)


def _rewritten(step: Plain) -> list[str]:
    before, after = step["before"], step["after"]
    out: list[str] = []
    if step["verb"] not in ("dnat", "snat"):  # an answer goes the other way, and a first address is no rewriting
        return out
    to_before, to_after = (endpoint(str(p["destination"]), p.get("port")) for p in (before, after))
    if to_before != to_after:
        out.append(f"{to_before} → {to_after}")
    if before["source"] != after["source"]:
        out.append(f"from {before['source']} → {after['source']}")
    return out


def _add_idle(flow: Flow, walk: Plain) -> None:
    """Pods that might have served and did not, with the reason."""
    taken = {stop.key for stop in flow.stops.values()}
    idle = [
        Stop(
            f"pod {candidate['name'] or candidate['address']}",
            "pod",
            short(candidate["name"]) or "no pod",
            str(candidate["address"] or ""),
            str(candidate["node"] or ""),
            str(candidate["reason"] or ""),
            lines=lines_of(candidate.get("because")),
        )
        for candidate in walk.get("candidates") or []
        if not candidate["is_used"] and f"pod {candidate['name'] or candidate['address']}" not in taken
    ]
    flow.idle = idle[:_MOST_IDLE]
    flow.more_idle = len(idle) - len(flow.idle)


def _extend(kept: list[Any], more: list[Any]) -> None:
    kept.extend(one for one in more if one not in kept)


def _described(flow: Flow, trace: Plain) -> str:
    """The picture in words, for whoever does not see it."""
    words = []
    if flow.question:
        gets = f"gets {flow.question.answer}"
        words.append(
            f"The DNS server {flow.question.server} is asked for {flow.question.asked} and {gets[5:]} comes back."
        )
    for way in flow.ways:
        stops = [flow.stops[key] for key in way]
        last = stops[-1]
        through = " through " + ", ".join(s.name for s in stops[1:-1]) if len(stops) > 2 else ""
        part = "" if abs(last.share - 1) < 1e-9 else f"{share_words(last.share)} of the packets: "
        goes = f"to {last.name}{through}" if len(stops) > 1 else "nowhere"
        words.append(f"{part}{flow.caller.name} {goes}, {END_WORDS.get(last.end, last.end)}.")
    words += [f"{stop.name} takes no part{f': {stop.reason}' if stop.reason else ''}." for stop in flow.idle]
    if not flow.ways and not (flow.question and flow.question.is_answered):
        words.append("No packet is sent.")
    return " ".join(words)
